import Foundation
import GRDB
import Synchronization

/// Writes stage outputs into an SQLite file, which it makes where there is none.
package final class SQLiteStageOutputWriter: StageOutputWriter {
    private let queue: DatabaseQueue

    /// Opens the file at `path`, whose folder must exist, and brings its schema up to date. Blocks while it does.
    ///
    /// `onWait` is called where another process holds the file's lock, which is waited for some seconds, and then `.busy`.
    package init(path: String, onWait: @escaping @Sendable () -> Void = {}) throws(StageOutputStoreError) {
        let lock = LockWait(onWait)
        do {
            queue = try Self.opened(path, lock)
        } catch {
            throw StageOutputStoreError(error)
        }
    }

    @discardableResult
    package func insert(_ output: NewStageOutput) async throws(StageOutputStoreError) -> [JSONReplacement] {
        guard let text = String(validating: output.json, as: UTF8.self) else { throw .outputNotUTF8(output.id) }
        guard let createdAt = ISOTime.text(output.createdAt) else {
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
            return []
        } catch let error as DatabaseError where error.extendedResultCode == .SQLITE_CONSTRAINT_PRIMARYKEY {
            throw .duplicateRow(output.id)
        } catch {
            throw StageOutputStoreError(error)
        }
    }

    /// SQLite itself does not wait for locks when it turns a file to write-ahead logging, as it does for all else.
    private static func opened(_ path: String, _ lock: LockWait) throws -> DatabaseQueue {
        var configuration = Configuration.stageOutputs
        configuration.journalMode = .wal
        configuration.busyMode = .callback { attempts in lock.wait(isFirst: attempts == 0) }
        let start = ContinuousClock.now
        while true {
            do {
                let queue = try DatabaseQueue(path: path, configuration: configuration)
                try queue.inDatabase { database in
                    // Immediate: of two processes that start at once, the second waits and then finds the work done.
                    try database.inTransaction(.immediate) {
                        try migrate(database)
                        return .commit
                    }
                }
                return queue
            } catch let error as DatabaseError where error.resultCode == .SQLITE_BUSY {
                let isOver = ContinuousClock.now - start >= .seconds(Configuration.lockPatienceSeconds)
                guard !isOver, lock.wait(isFirst: true) else { throw error }
            }
        }
    }

    private static func migrate(_ database: Database) throws {
        let known = StageOutputSQL.migrations.count
        let found = try Int.fetchOne(database, sql: StageOutputSQL.version) ?? 0
        guard 0...known ~= found else { throw StageOutputStoreError.newerSchema(found: found, known: known) }
        for migration in StageOutputSQL.migrations[found...] { try database.execute(sql: migration) }
        if found < known { try database.execute(sql: StageOutputSQL.setVersion(known)) }
    }
}

/// Waits for a lock that another process holds, and says so once.
private final class LockWait: Sendable {
    private struct State {
        var isTold = false
        var end = ContinuousClock.now
    }

    private let onWait: @Sendable () -> Void
    private let state = Mutex(State())

    init(_ onWait: @escaping @Sendable () -> Void) { self.onWait = onWait }

    /// Blocks for a moment; false where the lock has been waited for long enough since the `isFirst` call.
    func wait(isFirst: Bool) -> Bool {
        let (mustTell, isOver) = state.withLock { state in
            if isFirst { state.end = .now + .seconds(Configuration.lockPatienceSeconds) }
            defer { state.isTold = true }
            return (!state.isTold, ContinuousClock.now >= state.end)
        }
        if mustTell { onWait() }
        if isOver { return false }
        Thread.sleep(forTimeInterval: 0.01)
        return true
    }
}
