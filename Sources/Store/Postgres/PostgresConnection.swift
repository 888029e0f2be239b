import Synchronization

/// One connection to a Postgres server, driven on a thread of its own.
///
/// It does one thing at a time: whoever holds it waits for each call before the next.
final class PostgresConnection: Sendable {
    private typealias Work<Value> = @Sendable (inout PostgresSession, SocketWait) throws(PostgresError) -> Value

    private let session: Mutex<PostgresSession>
    private let thread: BlockingThreads
    private let wakeUp: WakeUp

    private init(_ session: consuming sending PostgresSession, thread: BlockingThreads, wakeUp: WakeUp) {
        self.session = Mutex(session)
        self.thread = thread
        self.wakeUp = wakeUp
    }

    /// Throws the reason why not, `.couldNotConnect` at the deadline.
    static func connect(
        _ parameters: [(keyword: String, value: String)],
        deadline: ContinuousClock.Instant
    ) async throws(PostgresError) -> PostgresConnection {
        guard let wakeUp = WakeUp() else { throw .couldNotConnect(detail: "no file descriptor is left") }
        let wait = SocketWait(until: deadline, wakeUp: wakeUp)
        let thread = BlockingThreads(count: 1)
        return try await cancelling(wait) { () async throws(PostgresError) in
            try await thread.run(ifCancelled: .cancelled) { () throws(PostgresError) in
                PostgresConnection(try PostgresSession(parameters, wait: wait), thread: thread, wakeUp: wakeUp)
            }
        }
    }

    /// Sends `queries` as one transaction, in one round trip; the rows of the last are then taken with `nextRows`.
    func start(_ queries: [Query], deadline: ContinuousClock.Instant) async throws(PostgresError) {
        try await run(until: deadline) { session, wait throws(PostgresError) in
            try session.start(queries, wait: wait)
        }
    }

    /// The next rows: at least one, and no more once they have `byteLimit` bytes. At the end, none.
    ///
    /// Nothing is read ahead, so a server that sends faster than rows are taken has to wait.
    func nextRows(byteLimit: Int, deadline: ContinuousClock.Instant) async throws(PostgresError) -> [PostgresRow] {
        try await run(until: deadline) { session, wait throws(PostgresError) in
            try session.nextRows(byteLimit: byteLimit, wait: wait)
        }
    }

    /// How many rows the last statement affected.
    func finish(deadline: ContinuousClock.Instant) async throws(PostgresError) -> Int {
        try await run(until: deadline) { session, wait throws(PostgresError) in try session.finish(wait: wait) }
    }

    /// Cancels what is under way, if anything is, and answers whether the connection is of further use.
    func recover(deadline: ContinuousClock.Instant) async -> Bool {
        let isIdle = try? await run(until: deadline) { session, wait throws(PostgresError) in
            session.cancel(wait: wait)
            return session.isIdle
        }
        return isIdle ?? false
    }

    private func run<Value: Sendable>(
        until deadline: ContinuousClock.Instant,
        _ work: @escaping Work<Value>
    ) async throws(PostgresError) -> Value {
        let wait = SocketWait(until: deadline, wakeUp: wakeUp)
        return try await Self.cancelling(wait) { () async throws(PostgresError) in
            try await thread.run(ifCancelled: .cancelled) { [self] () throws(PostgresError) in
                try session.withLock { session throws(PostgresError) in try work(&session, wait) }
            }
        }
    }

    private static func cancelling<Value: Sendable>(
        _ wait: SocketWait,
        _ body: () async throws(PostgresError) -> Value
    ) async throws(PostgresError) -> Value {
        let result = await withTaskCancellationHandler { () async -> Result<Value, PostgresError> in
            do throws(PostgresError) {
                return .success(try await body())
            } catch {
                return .failure(error)
            }
        } onCancel: {
            wait.cancel()
        }
        return try result.get()
    }
}

/// One row of an answer, every field in its text form.
struct PostgresRow: Hashable, Sendable {
    /// UTF-8; `nil` is NULL.
    let fields: [[UInt8]?]

    /// The text of the field in `column`; `nil` where it is NULL, or there is no such column.
    func text(_ column: Int) -> String? {
        bytes(column).map { String(decoding: $0, as: UTF8.self) }
    }

    func bytes(_ column: Int) -> [UInt8]? {
        fields.indices.contains(column) ? fields[column] : nil
    }

    var byteCount: Int { fields.reduce(0) { $0 + ($1?.count ?? 0) } }
}
