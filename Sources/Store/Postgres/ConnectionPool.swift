import Synchronization

/// A bounded number of connections to one Postgres server; `PoolState` decides, this carries out.
///
/// Opens nothing until it is asked for something.
final class ConnectionPool: Sendable {
    private typealias Loan = Result<Lease, PostgresError>

    /// A connection in somebody's hands.
    struct Lease {
        let id: PoolState.ConnectionID
        let connection: PostgresConnection
    }

    private struct Contents {
        var state: PoolState
        var connections: [PoolState.ConnectionID: PostgresConnection] = [:]
        var waiters: [PoolState.WaiterID: CheckedContinuation<Loan, Never>] = [:]
        var waiterCount = 0
        var timer: (tick: ContinuousClock.Instant, task: Task<Void, Never>)?
    }

    let settings: PostgresSettings
    private let url: PostgresURL
    private let contents: Mutex<Contents>

    init(url: PostgresURL, settings: PostgresSettings) {
        self.url = url
        self.settings = settings
        contents = Mutex(Contents(state: PoolState(settings: settings)))
    }

    deinit {
        contents.withLock { $0.timer?.task.cancel() }
    }

    /// A connection that nothing is under way on, to be given back. Throws the reason why there was none by `deadline`.
    func lease(until deadline: ContinuousClock.Instant) async throws(PostgresError) -> Lease {
        let id = contents.withLock { contents in
            contents.waiterCount += 1
            return contents.waiterCount
        }
        let loan = await withTaskCancellationHandler {
            await withCheckedContinuation { waiter in
                handle { contents, now in
                    contents.waiters[id] = waiter
                    return contents.state.requested(by: id, deadline: deadline, now: now)
                }
                if Task.isCancelled { abandon(id) }
            }
        } onCancel: {
            abandon(id)
        }
        return try loan.get()
    }

    /// Takes a connection back. One that something is still under way on is first cancelled, while nobody waits for that.
    func giveBack(_ lease: Lease, after error: PostgresError? = nil) {
        switch error {
        case nil: returned(lease.id, .usable)
        case .connectionLost: returned(lease.id, .dead)
        default:
            Task { [settings] in
                let isUsable = await lease.connection.recover(deadline: .now + settings.grace)
                returned(lease.id, isUsable ? .usable : .unusable)
            }
        }
    }

    /// Whether the server takes a connection; the outage is over then.
    func answers(within timeout: Duration) async -> Bool {
        do throws(PostgresError) {
            _ = try await PostgresConnection.connect(url.parameters, deadline: .now + timeout)
        } catch {
            // A server that refuses a user answers.
            if error.isOutage { return false }
        }
        handle { contents, now in contents.state.serverAnswers(now: now) }
        return true
    }

    private func abandon(_ id: PoolState.WaiterID) {
        handle { contents, _ in
            // Whoever takes the waiter out resumes it, so a loan that came first stands.
            guard let waiter = contents.waiters.removeValue(forKey: id) else { return [] }
            waiter.resume(returning: .failure(.cancelled))
            contents.state.abandoned(by: id)
            return []
        }
    }

    private func returned(_ id: PoolState.ConnectionID, _ condition: PoolState.Condition) {
        handle { contents, now in contents.state.returned(id, condition, now: now) }
    }

    /// Tells the state what happened, and does what it wants done.
    private func handle(_ event: (inout Contents, ContinuousClock.Instant) -> [PoolState.Action]) {
        contents.withLock { contents in
            let actions = event(&contents, .now)
            for action in actions { perform(action, &contents) }
            setTimer(&contents)
        }
    }

    private func perform(_ action: PoolState.Action, _ contents: inout Contents) {
        switch action {
        case .open(let id):
            Task { await open(id) }
        case .check(let id):
            guard let connection = contents.connections[id] else { return }
            Task { await check(id, connection) }
        case .lend(let id, let waiter):
            guard let connection = contents.connections[id] else { return }
            contents.waiters.removeValue(forKey: waiter)?
                .resume(returning: .success(Lease(id: id, connection: connection)))
        case .close(let id):
            contents.connections[id] = nil
        case .fail(let waiter, let error):
            contents.waiters.removeValue(forKey: waiter)?.resume(returning: .failure(error))
        }
    }

    private func open(_ id: PoolState.ConnectionID) async {
        let timeout = url.connectTimeout ?? settings.connectTimeout * url.hostCount
        do throws(PostgresError) {
            let connection = try await PostgresConnection.connect(url.parameters, deadline: .now + timeout)
            handle { contents, now in
                contents.connections[id] = connection
                return contents.state.opened(id, now: now)
            }
        } catch {
            handle { contents, now in
                contents.state.failedToOpen(id, error, now: now, random: .random(in: 0..<1))
            }
        }
    }

    private func check(_ id: PoolState.ConnectionID, _ connection: PostgresConnection) async {
        do throws(PostgresError) {
            let deadline = ContinuousClock.now + settings.grace
            try await connection.start(["SELECT 1"], deadline: deadline)
            _ = try await connection.finish(deadline: deadline)
            returned(id, .usable)
        } catch {
            returned(id, .dead)
        }
    }

    /// Sees to it that the state hears of the time when it wants to.
    private func setTimer(_ contents: inout Contents) {
        let tick = contents.state.nextTick
        guard tick != contents.timer?.tick else { return }
        contents.timer?.task.cancel()
        contents.timer = tick.map { tick in
            let task = Task { [weak self] in
                guard (try? await Task.sleep(until: tick, clock: .continuous)) != nil else { return }
                self?.handle { contents, now in
                    contents.timer = nil
                    return contents.state.tick(now: now)
                }
            }
            return (tick, task)
        }
    }
}

/// What a pool's connections are used for.
extension ConnectionPool {
    /// The bytes of rows that are taken from a connection at once, and the row that goes beyond them.
    private static let batchByteLimit = 1 << 16

    /// All rows of a read.
    func rows(of query: Query) async throws(PostgresError) -> [PostgresRow] {
        var rows: [PostgresRow] = []
        try await read(query) { rows.append($0) }
        return rows
    }

    /// Runs a read, giving each row to `receive` before taking the next from the server.
    ///
    /// Nothing is written, whatever `query` says. Where the connection proves dead before a row came, this is tried once
    /// more on another.
    func read(_ query: Query, _ receive: (PostgresRow) async -> Void) async throws(PostgresError) {
        let deadline = ContinuousClock.now + settings.acquireTimeout
        var isDelivered = false
        for isLast in [false, true] {
            do throws(PostgresError) {
                let queries = [Self.limits(settings.statementTimeout, isReadOnly: true), query]
                return try await using(until: deadline, queries) { lease, deadline throws(PostgresError) in
                    var isFirst = true
                    while true {
                        let rows = try await lease.connection.nextRows(
                            byteLimit: Self.batchByteLimit,
                            deadline: isFirst ? .now + settings.firstRowTimeout : deadline()
                        )
                        isFirst = false
                        if rows.isEmpty { return }
                        isDelivered = true
                        for row in rows { await receive(row) }
                    }
                }
            } catch {
                guard case .connectionLost = error, !isLast, !isDelivered else { throw error }
            }
        }
    }

    /// Runs writes as one transaction, once; answers how many rows the last affected.
    func write(_ queries: [Query]) async throws(PostgresError) -> Int {
        let queries = [Self.limits(settings.statementTimeout, isReadOnly: false)] + queries
        let deadline = ContinuousClock.now + settings.acquireTimeout
        return try await using(until: deadline, queries) { lease, deadline throws(PostgresError) in
            try await lease.connection.finish(deadline: deadline())
        }
    }

    /// Starts `queries` on a connection, which is given back after `body`. The deadline that `body` gets is the server's
    /// time limit, from when it asks, and some grace.
    private func using<Value>(
        until deadline: ContinuousClock.Instant,
        _ queries: [Query],
        _ body: (Lease, () -> ContinuousClock.Instant) async throws(PostgresError) -> Value
    ) async throws(PostgresError) -> Value {
        let lease = try await lease(until: deadline)
        let start = ContinuousClock.now
        let deadline = { ContinuousClock.now + self.settings.statementTimeout + self.settings.grace }
        do throws(PostgresError) {
            try await lease.connection.start(queries, deadline: deadline())
            let value = try await body(lease, deadline)
            giveBack(lease)
            return value
        } catch {
            giveBack(lease, after: error)
            // The server's words for its time limit and for a request to cancel differ only in its own language.
            guard case .sql("57014", _) = error, start.duration(to: .now) >= settings.statementTimeout
            else { throw error }
            throw .statementTimedOut
        }
    }

    /// Limits for the transaction that the statement is part of; nothing of it stays with the connection, so that a
    /// pooler in transaction mode may stand between.
    private static func limits(_ timeout: Duration, isReadOnly: Bool) -> Query {
        let milliseconds = max(1, Int(timeout / .milliseconds(1)))
        return isReadOnly
            ? """
            SELECT set_config('statement_timeout', \(milliseconds), true), \
            set_config('transaction_read_only', 'on', true)
            """
            : "SELECT set_config('statement_timeout', \(milliseconds), true)"
    }
}
