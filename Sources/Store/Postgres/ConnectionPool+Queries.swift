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
