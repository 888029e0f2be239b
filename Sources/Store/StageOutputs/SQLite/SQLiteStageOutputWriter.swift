import Foundation
import GRDB

/// Writes stage outputs into an SQLite file, which it makes where there is none.
package final class SQLiteStageOutputWriter: StageOutputWriter {
    private let queue: DatabaseQueue

    /// Opens the file at `path`, whose folder must exist, and brings its schema up to date. Blocks while it does.
    package init(path: String) throws(StageOutputStoreError) {
        do {
            queue = try Self.opened(path)
            try queue.inDatabase { database in
                // Immediate: of two processes that start at once, the second waits and then finds the work done.
                try database.inTransaction(.immediate) {
                    try Self.migrate(database)
                    return .commit
                }
            }
        } catch {
            throw StageOutputStoreError(error)
        }
    }

    package func insert(_ output: NewStageOutput) async throws(StageOutputStoreError) {
        guard let text = String(validating: output.json, as: UTF8.self) else { throw .outputNotUTF8(output.id) }
        guard let createdAt = RowTime.text(output.createdAt) else {
            throw .createdAtOutOfRange(output.id)
        }
        do {
            try await queue.write { database in
                try database.execute(
                    sql: StageOutputSQL.insert,
                    arguments: [
                        "id": output.id.text, "timeline": output.timeline.text, "job": output.job.text,
                        "stage": output.stage.text, "created_at": createdAt, "output": text,
                    ]
                )
            }
        } catch let error as DatabaseError where error.extendedResultCode == .SQLITE_CONSTRAINT_PRIMARYKEY {
            throw .duplicateRow(output.id)
        } catch {
            throw StageOutputStoreError(error)
        }
    }

    /// SQLite does not wait for locks when it turns a file to write-ahead logging, as it does for all else, so this does:
    /// for about five seconds.
    private static func opened(_ path: String) throws -> DatabaseQueue {
        var configuration = Configuration.stageOutputs
        configuration.journalMode = .wal
        for _ in 0..<500 {
            do {
                return try DatabaseQueue(path: path, configuration: configuration)
            } catch let error as DatabaseError where error.resultCode == .SQLITE_BUSY {
                Thread.sleep(forTimeInterval: 0.01)
            }
        }
        return try DatabaseQueue(path: path, configuration: configuration)
    }

    private static func migrate(_ database: Database) throws {
        let known = StageOutputSQL.migrations.count
        let found = try Int.fetchOne(database, sql: StageOutputSQL.version) ?? 0
        guard 0...known ~= found else { throw StageOutputStoreError.newerSchema(found: found, known: known) }
        for migration in StageOutputSQL.migrations[found...] { try database.execute(sql: migration) }
        if found < known { try database.execute(sql: StageOutputSQL.setVersion(known)) }
    }
}
