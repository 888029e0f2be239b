import Dispatch
import Foundation
import GRDB
import Synchronization

/// Stage outputs in an SQLite file, read only.
///
/// Other processes may write to the file meanwhile. A file that is not there has no rows: the first `import` makes it.
package final class SQLiteStageOutputStore: StageOutputStore {
    /// The open database.
    private struct Opened {
        let pool: DatabasePool
        /// One connection more, whose `data_version` can be compared from call to call.
        let lists: DatabaseQueue
    }

    /// The rows of a stage.
    private struct RowsKey: Hashable {
        let timeline: TimelineID
        let job: JobID?
        let stage: StageName
    }

    /// What is known while nobody writes to the file: to find a row's length all of its JSON is read.
    private struct KnownRows {
        var dataVersion: Int?
        var rows: [RowsKey: StageOutputRows] = [:]

        /// How many stages' rows are kept.
        static let capacity = 1024
    }

    private let path: String
    private let opened = Mutex<Opened?>(nil)
    private let known = Mutex(KnownRows())

    /// Opens nothing yet.
    package init(path: String) { self.path = path }

    package var description: String { "SQLite file \(path)" }

    package func timelines(
        limit: Int,
        after cursor: TimelineCursor?
    ) async throws(StageOutputStoreError) -> [TimelineSummary] {
        try await read(\.pool, whenMissing: []) { database in
            var timelines: [TimelineID: TimelineRows] = [:]
            let rows = try Row.fetchCursor(database, sql: StageOutputSQL.timelines)
            while let row = try rows.next() {
                guard let timeline = row.text("timeline_id"), let job = row.text("job_id"),
                    let stage = row.text("stage"),
                    let createdAt = row.text("created_at").flatMap(ISOTime.date)
                else { continue }
                timelines[TimelineID(stored: timeline), default: TimelineRows(createdAt)]
                    .add(JobID(stored: job), StageName(stored: stage), createdAt)
            }
            return TimelineCursor.page(timelines.map { $1.summary(of: $0) }, limit: limit, after: cursor)
        }
    }

    /// The embedded database has no checkpoints.
    package func parents(of jobs: [JobID]) async throws(StageOutputStoreError) -> [JobID: JobID] { [:] }

    package func stages(of timeline: TimelineID) async throws(StageOutputStoreError) -> StageList {
        try await read(\.pool, whenMissing: StageList([])) { database in
            let found = try Row.fetchAll(database, sql: StageOutputSQL.stages, arguments: ["timeline": timeline.text])
            let rows = found.map(FoundRow.init)
            let groups = Dictionary(grouping: rows.compactMap { try? $0.result.get() }, by: \.address)
            return StageList(
                groups.compactMap { address, rows in
                    rows.map(\.row.createdAt).max().map { newest in
                        StageSummary(jobID: address.job, stage: address.stage, outputs: rows.count, createdAt: newest)
                    }
                },
                unreadable: rows.compactMap(\.fault)
            )
        }
    }

    package func rows(
        timeline: TimelineID,
        job: JobID?,
        stage: StageName
    ) async throws(StageOutputStoreError) -> StageOutputRows {
        try await read(\.lists, whenMissing: StageOutputRows([])) { [self] database in
            let key = RowsKey(timeline: timeline, job: job, stage: stage)
            let version = try Int.fetchOne(database, sql: StageOutputSQL.dataVersion)
            if let rows = known.withLock({ $0.dataVersion == version ? $0.rows[key] : nil }) { return rows }
            let rows = try Self.rows(of: key, database)
            known.withLock { known in
                if known.dataVersion != version || known.rows.count >= KnownRows.capacity {
                    known = KnownRows(dataVersion: version)
                }
                known.rows[key] = rows
            }
            return rows
        }
    }

    private static func rows(of key: RowsKey, _ database: Database) throws -> StageOutputRows {
        var arguments: StatementArguments = ["timeline": key.timeline.text, "stage": key.stage.text]
        if let job = key.job { arguments += ["job": job.text] }
        let sql = key.job == nil ? StageOutputSQL.rows : StageOutputSQL.rowsOfJob
        let rows = try Row.fetchAll(database, sql: sql, arguments: arguments).map(FoundRow.init)
        return StageOutputRows(rows.compactMap { try? $0.result.get().row }, unreadable: rows.compactMap(\.fault))
    }

    package func read(
        _ ids: [StageOutputID],
        _ receive: (StageOutputID, [UInt8]) async -> Void
    ) async throws(StageOutputStoreError) {
        for id in ids {
            // SQLite would take it for the end of the id.
            guard !id.text.utf8.contains(0) else { throw .unknownRow(id) }
            let json: [UInt8]? = try await read(\.pool, whenMissing: nil) { database in
                guard let row = try Row.fetchOne(database, sql: StageOutputSQL.json, arguments: ["id": id.text])
                else { return nil }
                return row.bytes("output") ?? Array("null".utf8)
            }
            guard let json else { throw .unknownRow(id) }
            await receive(id, json)
        }
    }

    package func check() async throws(StageOutputStoreError) {
        try await read(\.pool, whenMissing: ()) { database in
            _ = try Row.fetchOne(database, sql: StageOutputSQL.check)
        }
    }

    /// Runs `body` on a snapshot of the database; answers `missing` where there is no file, or nothing in it yet.
    private func read<Value: Sendable>(
        _ connection: @Sendable (Opened) -> any DatabaseReader,
        whenMissing missing: Value,
        _ body: @escaping @Sendable (Database) throws -> Value
    ) async throws(StageOutputStoreError) -> Value {
        do {
            guard let opened = try await openedDatabase() else { return missing }
            return try await connection(opened).read { database in
                guard try Row.fetchOne(database, sql: StageOutputSQL.table) != nil else {
                    guard try Row.fetchOne(database, sql: StageOutputSQL.anything) == nil else {
                        throw StageOutputStoreError.noTable("stage_output")
                    }
                    return missing
                }
                return try body(database)
            }
        } catch {
            throw StageOutputStoreError(error)
        }
    }

    /// The open database; `nil` where there is no file. Opening waits for locks, so it has a thread of its own.
    private func openedDatabase() async throws -> Opened? {
        if let opened = opened.withLock({ $0 }) { return opened }
        return try await withCheckedThrowingContinuation { continuation in
            DispatchQueue.global().async { [self] in
                continuation.resume(with: Result { try opened.withLock { try open(&$0) } })
            }
        }
    }

    private func open(_ opened: inout Opened?) throws -> Opened? {
        if let opened { return opened }
        guard FileManager.default.fileExists(atPath: path) else { return nil }
        var configuration = Configuration.stageOutputs
        configuration.readonly = true
        let pool = try DatabasePool(path: path, configuration: configuration)
        opened = Opened(pool: pool, lists: try DatabaseQueue(path: path, configuration: configuration))
        return opened
    }
}

/// The rows of one timeline.
private struct TimelineRows {
    private var jobs: Set<JobID> = []
    private var stages: Set<StageName> = []
    private var first: Date
    private var last: Date

    init(_ createdAt: Date) { (first, last) = (createdAt, createdAt) }

    mutating func add(_ job: JobID, _ stage: StageName, _ createdAt: Date) {
        jobs.insert(job)
        stages.insert(stage)
        (first, last) = (min(first, createdAt), max(last, createdAt))
    }

    func summary(of timeline: TimelineID) -> TimelineSummary {
        TimelineSummary(
            timeline: timeline,
            jobs: jobs,
            stages: stages,
            firstCreatedAt: first,
            lastCreatedAt: last
        )
    }
}

/// A row of a list, or what is wrong with it.
private struct FoundRow {
    struct Address: Hashable {
        let job: JobID
        let stage: StageName
    }

    let result: Result<(address: Address, row: StageOutputRow), UnreadableStageOutput>

    init(_ row: Row) {
        let (id, job, stage) = (row.text("id"), row.text("job_id"), row.text("stage"))
        let (time, length) = (row.text("created_at"), row.bytes("length").map { String(decoding: $0, as: UTF8.self) })
        let isText = row["id_type"] as String? == "text" || row["id_type"] as String? == "integer"
        let faults: [String?] = [
            id == nil || !isText ? UnreadableStageOutput.fault(in: "id", value: row.shown("id")) : nil,
            job == nil ? UnreadableStageOutput.fault(in: "job_id", value: row.shown("job_id")) : nil,
            stage == nil ? UnreadableStageOutput.fault(in: "stage", value: row.shown("stage")) : nil,
            time.flatMap(ISOTime.date) == nil
                ? UnreadableStageOutput.fault(in: "created_at", value: row.shown("created_at")) : nil,
        ]
        guard let id, let job, let stage, let time, let createdAt = ISOTime.date(time), faults.allSatisfy({ $0 == nil })
        else {
            let fault = UnreadableStageOutput(
                row: StageOutputID(row.shown("id") ?? "NULL"),
                jobID: job.map(JobID.init(stored:)),
                stage: stage.map(StageName.init(stored:)),
                reason: faults.compactMap(\.self).joined(separator: ", ")
            )
            result = .failure(fault)
            return
        }
        let found = StageOutputRow(
            id: StageOutputID(id),
            revision: "\(time) \(length ?? "NULL")",
            jobID: JobID(stored: job),
            createdAt: createdAt
        )
        result = .success((Address(job: JobID(stored: job), stage: StageName(stored: stage)), found))
    }

    var fault: UnreadableStageOutput? {
        guard case .failure(let fault) = result else { return nil }
        return fault
    }
}

extension Row {
    /// A column's bytes; `nil` where it is NULL, or not there.
    fileprivate func bytes(_ column: String) -> [UInt8]? {
        guard hasColumn(column) else { return nil }
        let value: DatabaseValue = self[column]
        switch value.storage {
        case .null: return nil
        case .blob(let data): return [UInt8](data)
        case .string(let text): return Array(text.utf8)
        case .int64(let number): return Array(String(number).utf8)
        case .double(let number): return Array(String(number).utf8)
        }
    }

    /// The text whose bytes the statement gives; `nil` where they are none in UTF-8, or the column is NULL.
    fileprivate func text(_ column: String) -> String? {
        bytes(column).flatMap { String(validating: $0, as: UTF8.self) }
    }

    /// The same for people, with "�" for what is no text.
    fileprivate func shown(_ column: String) -> String? { bytes(column).map { String(decoding: $0, as: UTF8.self) } }
}

extension Configuration {
    /// What readers and writers have in common.
    static var stageOutputs: Configuration {
        var configuration = Configuration()
        configuration.label = "stage outputs"
        configuration.busyMode = .timeout(lockPatienceSeconds)
        return configuration
    }

    /// How long another process may keep the file locked: long enough to finish a large import.
    static let lockPatienceSeconds = 5.0
}

extension StageOutputStoreError {
    /// What an error of GRDB or SQLite means here.
    init(_ error: any Error) {
        switch error {
        case let error as StageOutputStoreError: self = error
        case is CancellationError: self = .cancelled
        case let error as DatabaseError: self.init(error)
        default: self = .unavailable(detail: "\(error)")
        }
    }

    private init(_ error: DatabaseError) {
        let detail = "SQLite \(error.extendedResultCode.rawValue): \(error.message ?? "no message")"
        switch error.resultCode {
        case .SQLITE_CORRUPT, .SQLITE_NOTADB: self = .corrupt(detail: detail)
        case .SQLITE_BUSY, .SQLITE_LOCKED: self = .busy(detail: detail)
        case .SQLITE_FULL: self = .outOfSpace(detail: detail)
        default: self = .unavailable(detail: detail)
        }
    }
}
