import Dispatch
import Foundation
import GRDB
import Synchronization

/// Stage outputs in an SQLite file, read only.
///
/// Other processes may write to the file meanwhile. A file that is not there has no rows: the first `import` makes it.
package final class SQLiteStageOutputStore: StageOutputStore {
    private let path: String
    private let pool = Mutex<DatabasePool?>(nil)

    /// Opens nothing yet.
    package init(path: String) { self.path = path }

    package var description: String { "SQLite file \(path)" }

    package func stages(of timeline: TimelineID) async throws(StageOutputStoreError) -> [StageSummary] {
        try await read(whenMissing: []) { database in
            let rows = try Row.fetchAll(database, sql: StageOutputSQL.stages, arguments: ["timeline": timeline.text])
            return try rows.map { try StageSummary($0) }.sorted(by: StageSummary.precedes)
        }
    }

    package func rows(
        timeline: TimelineID,
        job: JobID?,
        stage: StageName
    ) async throws(StageOutputStoreError) -> [StageOutputRow] {
        try await read(whenMissing: []) { database in
            var arguments: StatementArguments = ["timeline": timeline.text, "stage": stage.text]
            if let job { arguments += ["job": job.text] }
            let sql = job == nil ? StageOutputSQL.rows : StageOutputSQL.rowsOfJob
            let rows = try Row.fetchAll(database, sql: sql, arguments: arguments)
            return try rows.map { try StageOutputRow($0) }.sorted(by: StageOutputRow.isOlder)
        }
    }

    package func read(
        _ ids: [StageOutputID],
        _ receive: (StageOutputID, [UInt8]) async -> Void
    ) async throws(StageOutputStoreError) {
        for id in ids {
            // SQLite would take it for the end of the id.
            guard !id.text.utf8.contains(0) else { throw .unknownRow(id) }
            let json: [UInt8]? = try await read(whenMissing: nil) { database in
                try Data.fetchOne(database, sql: StageOutputSQL.json, arguments: ["id": id.text]).map { [UInt8]($0) }
            }
            guard let json else { throw .unknownRow(id) }
            await receive(id, json)
        }
    }

    package func check() async throws(StageOutputStoreError) {
        try await read(whenMissing: ()) { database in _ = try Row.fetchOne(database, sql: StageOutputSQL.check) }
    }

    /// Runs `body` on a snapshot of the database; answers `missing` where there is no file, or nothing in it yet.
    private func read<Value: Sendable>(
        whenMissing missing: Value,
        _ body: @escaping @Sendable (Database) throws -> Value
    ) async throws(StageOutputStoreError) -> Value {
        do {
            guard let pool = try await openedPool() else { return missing }
            return try await pool.read { database in
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
    private func openedPool() async throws -> DatabasePool? {
        if let pool = pool.withLock({ $0 }) { return pool }
        return try await withCheckedThrowingContinuation { continuation in
            DispatchQueue.global().async { [self] in
                continuation.resume(with: Result { try pool.withLock { try open(&$0) } })
            }
        }
    }

    private func open(_ pool: inout DatabasePool?) throws -> DatabasePool? {
        if let pool { return pool }
        guard FileManager.default.fileExists(atPath: path) else { return nil }
        var configuration = Configuration.stageOutputs
        configuration.readonly = true
        pool = try DatabasePool(path: path, configuration: configuration)
        return pool
    }
}

extension StageSummary {
    fileprivate init(_ row: Row) throws {
        let (job, stage): (String, String) = (row["job_id"], row["stage"])
        let text: String = row["created_at"]
        guard let createdAt = RowTime.date(text) else {
            let id = StageOutputID("the newest of job \(job), stage \(stage)")
            throw StageOutputStoreError.malformedRow(id, column: "created_at", value: text)
        }
        self.init(
            jobID: JobID(stored: job),
            stage: StageName(stored: stage),
            outputs: row["outputs"],
            createdAt: createdAt
        )
    }
}

extension StageOutputRow {
    fileprivate init(_ row: Row) throws {
        let id = StageOutputID(row["id"])
        let text: String = row["created_at"]
        guard let createdAt = RowTime.date(text) else {
            throw StageOutputStoreError.malformedRow(id, column: "created_at", value: text)
        }
        self.init(id: id, jobID: JobID(stored: row["job_id"]), createdAt: createdAt)
    }
}
