import Foundation
import Synchronization

/// Stage outputs in a table of a Postgres database, read only.
package final class PostgresStageOutputStore: StageOutputStore {
    private let database: StageOutputPool
    private let queries: StageOutputQueries
    private let checkpoints: CheckpointTable?
    /// What the table has to tell revisions by; found out by the first that asks.
    private let revision = Mutex(StageOutputQueries.Revision.transaction)

    package let description: String

    /// Opens nothing yet. `url` is `postgres://…`, or what else libpq takes for a connection; `checkpoints` lie in the same database.
    package init(
        url: String,
        table: StageOutputTable,
        checkpoints: CheckpointTable? = nil,
        settings: PostgresSettings = PostgresSettings()
    ) throws(PostgresURLError) {
        let place = try PostgresURL(url)
        let table = table.within(place.schema)
        self.checkpoints = checkpoints?.within(place.schema)
        database = StageOutputPool(url: place, table: table, settings: settings)
        queries = StageOutputQueries(table: table)
        description = "Postgres \(place.place) \(table)"
    }

    package func timelines(
        limit: Int,
        after cursor: TimelineCursor?
    ) async throws(StageOutputStoreError) -> [TimelineSummary] {
        try await rows(of: queries.timelines(limit: limit, after: cursor)).compactMap(TimelineSummary.init)
    }

    /// The statement that would make finding a timeline's rows quick; `nil` where an index does that, or it is a view.
    package func missingIndex() async throws(StageOutputStoreError) -> String? {
        try await rows(of: queries.timelineIndex).isEmpty ? queries.timelineIndexStatement : nil
    }

    package func stages(of timeline: TimelineID) async throws(StageOutputStoreError) -> StageList {
        let stages = try await rows(of: queries.stages(of: timeline))
        let unreadable = try await rows(of: queries.unreadableRows(of: timeline))
        return StageList(stages.compactMap(StageSummary.init), unreadable: unreadable.map(UnreadableStageOutput.init))
    }

    package func parents(of jobs: [JobID]) async throws(StageOutputStoreError) -> [JobID: JobID] {
        guard let checkpoints, !jobs.isEmpty else { return [:] }
        let rows: [PostgresRow]
        do throws(PostgresError) {
            rows = try await known(queries.parents(of: jobs, in: checkpoints))
        } catch {
            throw StageOutputStoreError(error, table: checkpoints.description)
        }
        let pairs = rows.compactMap { row in row.text(0).flatMap { job in row.text(1).map { (job, $0) } } }
        return Dictionary(pairs.map { (JobID(stored: $0), JobID(stored: $1)) }) { first, _ in first }
    }

    package func rows(
        timeline: TimelineID,
        job: JobID?,
        stage: StageName
    ) async throws(StageOutputStoreError) -> StageOutputRows {
        let revision = revision.withLock(\.self)
        let query = queries.rows(timeline: timeline, job: job, stage: stage, revision)
        let found: [PostgresRow]
        do throws(PostgresError) {
            found = try await known(query)
        } catch {
            // A view, or a table of another server, has no column of the system's.
            guard revision == .transaction, ["42703", "0A000", "XX000"].contains(error.state) else {
                throw await database.explain(error)
            }
            found = try await rows(of: queries.rows(timeline: timeline, job: job, stage: stage, .size))
            self.revision.withLock { $0 = .size }
        }
        let results = found.map { row in Result { () throws(UnreadableStageOutput) in try StageOutputRow(row) } }
        return StageOutputRows(
            results.compactMap { try? $0.get() },
            unreadable: results.compactMap { result in
                guard case .failure(let fault) = result else { return nil }
                return fault
            }
        )
    }

    package func read(
        _ ids: [StageOutputID],
        _ receive: (StageOutputID, [UInt8]) async -> Void
    ) async throws(StageOutputStoreError) {
        guard !ids.isEmpty else { return }
        var missing = Set(ids)
        do throws(PostgresError) {
            try await database.read(queries.outputs(of: ids)) { row in
                // Ids that differ as texts may be equal to the database, such as UUIDs in upper case.
                guard let id = row.text(0).map(StageOutputID.init), missing.remove(id) != nil else { return }
                await receive(id, row.bytes(1) ?? Array("null".utf8))
            }
        } catch {
            guard error.saysNoSuchValue else { throw await database.explain(error) }
            // One of them cannot be an id, for which the server refuses them all.
            if ids.count > 1 {
                for id in ids { try await read([id], receive) }
                return
            }
        }
        if let id = ids.first(where: missing.contains) { throw .unknownRow(id) }
    }

    package func check() async throws(StageOutputStoreError) {
        _ = try await rows(of: queries.check)
    }

    private func rows(of query: Query) async throws(StageOutputStoreError) -> [PostgresRow] {
        do throws(PostgresError) {
            return try await known(query)
        } catch {
            throw await database.explain(error)
        }
    }

    /// The rows that `query` gives; none where a parameter cannot be of its column's type, so that no row can have it.
    private func known(_ query: Query) async throws(PostgresError) -> [PostgresRow] {
        var rows: [PostgresRow] = []
        do throws(PostgresError) {
            try await database.read(query) { rows.append($0) }
        } catch {
            guard error.saysNoSuchValue else { throw error }
        }
        return rows
    }
}

extension PostgresError {
    /// Whether a parameter was no value of its column's type: malformed, out of range, or not a text that Postgres has.
    fileprivate var saysNoSuchValue: Bool {
        switch self {
        case .parameterHoldsNUL: true
        case .sql(let state, _): ["22P02", "22003", "22007", "22008", "22021"].contains(state)
        default: false
        }
    }
}

extension TimelineSummary {
    fileprivate init?(_ row: PostgresRow) {
        func names(_ column: Int) -> [String] {
            row.bytes(column).flatMap { try? JSONDecoder().decode([String].self, from: Data($0)) } ?? []
        }
        func time(_ column: Int) -> Date? {
            row.text(column).flatMap(Double.init).map { Date(timeIntervalSince1970: $0 / 1_000_000) }
        }
        guard let timeline = row.text(0), let first = time(3), let last = time(4) else { return nil }
        self.init(
            timeline: TimelineID(stored: timeline),
            jobs: names(1).map(JobID.init(stored:)),
            stages: names(2).map(StageName.init(stored:)),
            firstCreatedAt: first,
            lastCreatedAt: last
        )
    }
}

extension StageSummary {
    fileprivate init?(_ row: PostgresRow) {
        guard let job = row.text(0), let stage = row.text(1), let createdAt = row.text(3).flatMap(EpochTime.date) else {
            return nil
        }
        self.init(
            jobID: JobID(stored: job),
            stage: StageName(stored: stage),
            outputs: row.text(2).flatMap { Int($0) } ?? 0,
            createdAt: createdAt
        )
    }
}

extension UnreadableStageOutput {
    fileprivate init(_ row: PostgresRow) {
        let (job, stage, time) = (row.text(1), row.text(2), row.text(3))
        let faults: [String?] = [
            job == nil ? Self.fault(in: "job_id", value: nil) : nil,
            stage == nil ? Self.fault(in: "stage", value: nil) : nil,
            time == nil || time?.contains("infinity") == true ? Self.fault(in: "created_at", value: time) : nil,
        ]
        self.init(
            row: StageOutputID(row.text(0) ?? "NULL"),
            jobID: job.map(JobID.init(stored:)),
            stage: stage.map(StageName.init(stored:)),
            reason: faults.compactMap(\.self).joined(separator: ", ")
        )
    }
}

extension StageOutputRow {
    fileprivate init(_ row: PostgresRow) throws(UnreadableStageOutput) {
        let id = StageOutputID(row.text(0) ?? "NULL")
        guard let job = row.text(1) else {
            throw UnreadableStageOutput(row: id, reason: UnreadableStageOutput.fault(in: "job_id", value: nil))
        }
        guard let createdAt = row.text(2).flatMap(EpochTime.date) else {
            let reason = UnreadableStageOutput.fault(in: "created_at", value: row.text(2))
            throw UnreadableStageOutput(row: id, jobID: JobID(stored: job), reason: reason)
        }
        self.init(id: id, revision: row.text(3) ?? "", jobID: JobID(stored: job), createdAt: createdAt)
    }
}
