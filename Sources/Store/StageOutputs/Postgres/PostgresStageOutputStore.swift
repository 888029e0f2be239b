import Foundation

/// Stage outputs in a table of a Postgres database, read only.
package final class PostgresStageOutputStore: StageOutputStore {
    private let database: StageOutputDatabase
    private let queries: StageOutputQueries

    package let description: String

    /// Opens nothing yet. `url` is `postgres://…`, or what else libpq takes for a connection.
    package init(
        url: String,
        table: StageOutputTable,
        settings: PostgresSettings = PostgresSettings()
    ) throws(PostgresURLError) {
        let place = try PostgresURL(url)
        database = StageOutputDatabase(url: place, table: table, settings: settings)
        queries = StageOutputQueries(table: table)
        description = "Postgres \(place.place) \(table)"
    }

    package func stages(of timeline: TimelineID) async throws(StageOutputStoreError) -> [StageSummary] {
        let rows = try await rows(of: queries.stages(of: timeline))
        return try rows.map { row throws(StageOutputStoreError) in try StageSummary(row) }
            .sorted(by: StageSummary.precedes)
    }

    package func rows(
        timeline: TimelineID,
        job: JobID?,
        stage: StageName
    ) async throws(StageOutputStoreError) -> [StageOutputRow] {
        let rows = try await rows(of: queries.rows(timeline: timeline, job: job, stage: stage))
        return try rows.map { row throws(StageOutputStoreError) in try StageOutputRow(row) }
            .sorted(by: StageOutputRow.isOlder)
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

    /// None where a parameter cannot be of its column's type, so that no row can have it.
    private func rows(of query: Query) async throws(StageOutputStoreError) -> [PostgresRow] {
        var rows: [PostgresRow] = []
        do throws(PostgresError) {
            try await database.read(query) { rows.append($0) }
        } catch {
            guard error.saysNoSuchValue else { throw await database.explain(error) }
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

extension StageSummary {
    fileprivate init(_ row: PostgresRow) throws(StageOutputStoreError) {
        let (job, stage) = (row.text(0), row.text(1))
        let newest = StageOutputID("the newest of job \(job ?? "NULL"), stage \(stage ?? "NULL")")
        guard let job else { throw .malformedRow(newest, column: "job_id", value: "NULL") }
        guard let stage else { throw .malformedRow(newest, column: "stage", value: "NULL") }
        self.init(
            jobID: JobID(stored: job),
            stage: StageName(stored: stage),
            outputs: row.text(2).flatMap { Int($0) } ?? 0,
            createdAt: try row.time(3, of: newest)
        )
    }
}

extension StageOutputRow {
    fileprivate init(_ row: PostgresRow) throws(StageOutputStoreError) {
        let id = StageOutputID(row.text(0) ?? "NULL")
        guard let job = row.text(1) else { throw .malformedRow(id, column: "job_id", value: "NULL") }
        self.init(id: id, jobID: JobID(stored: job), createdAt: try row.time(2, of: id))
    }
}

extension PostgresRow {
    fileprivate func time(_ column: Int, of id: StageOutputID) throws(StageOutputStoreError) -> Date {
        guard let time = text(column).flatMap(EpochTime.date) else {
            throw .malformedRow(id, column: "created_at", value: text(column) ?? "NULL")
        }
        return time
    }
}
