import Foundation
import Synchronization

/// Accepts TCP connections on a free port of 127.0.0.1 and serves each on a thread of its own.
final class ConnectionServer: Sendable {
    private struct State {
        var listener: Int32?
        var accepted: [ObjectIdentifier: Connection] = [:]
        /// Those that the work has made itself.
        var made: [ObjectIdentifier: Connection] = [:]
        var acceptedCount = 0
        var isStopped = false
    }

    let port: UInt16
    private let state: Mutex<State>
    private let threads = DispatchGroup()
    private let serve: @Sendable (Connection, ConnectionServer) -> Void

    /// `serve` returns when it is done with the connection, which is then closed.
    init(serve: @escaping @Sendable (Connection, ConnectionServer) -> Void) throws {
        let listener = try Loopback.listen(port: 0)
        port = Loopback.port(of: listener)
        self.serve = serve
        state = Mutex(State(listener: listener))
        startAccepting(listener)
    }

    /// How many connections have been accepted.
    var acceptedCount: Int { state.withLock { $0.acceptedCount } }

    /// How many of them are open.
    var openCount: Int { state.withLock { $0.accepted.count } }

    /// Refuses connections from now on; those that are open stay.
    func stopListening() {
        // The thread that accepts closes the socket.
        if let listener = state.withLock({ $0.listener.take() }) { shutdown(listener, Int32(SHUT_RDWR)) }
    }

    /// Accepts connections again, on the same port.
    func startListening() throws {
        let listener = try Loopback.listen(port: port)
        state.withLock { $0.listener = listener }
        startAccepting(listener)
    }

    /// Ends the accepted connections, as an orderly close or as a reset.
    func endAccepted(reset: Bool) {
        for connection in state.withLock({ Array($0.accepted.values) }) {
            if reset { connection.endWithReset() } else { connection.end() }
        }
    }

    /// A connection to `port` that `stop` ends as well; the caller closes it with `close`.
    func connect(to port: UInt16) throws(SocketError) -> Connection {
        let connection = Connection(socket: try Loopback.connect(port: port))
        let isStopped = state.withLock { state in
            state.made[ObjectIdentifier(connection)] = connection
            return state.isStopped
        }
        if isStopped { connection.end() }
        return connection
    }

    /// Closes a connection and forgets it.
    func close(_ connection: Connection) {
        connection.close()
        state.withLock { state in
            state.accepted[ObjectIdentifier(connection)] = nil
            state.made[ObjectIdentifier(connection)] = nil
        }
    }

    /// Returns when all sockets are closed and all threads have done their work.
    func stop() {
        state.withLock { $0.isStopped = true }
        stopListening()
        for connection in state.withLock({ Array($0.accepted.values) + Array($0.made.values) }) { connection.end() }
        threads.wait()
    }

    /// Runs `work` on a thread that `stop` waits for.
    func startThread(_ work: @escaping @Sendable () -> Void) {
        threads.enter()
        Thread { [threads] in
            work()
            threads.leave()
        }.start()
    }

    private func startAccepting(_ listener: Int32) {
        startThread { [self] in
            while let connection = Self.accept(listener) { start(connection) }
            Foundation.close(listener)
        }
    }

    /// The next connection; `nil` once the socket no longer listens.
    private static func accept(_ listener: Int32) -> Connection? {
        while true {
            let socket = Foundation.accept(listener, nil, nil)
            if socket >= 0 {
                // Programs that a test starts are not to hold it open.
                _ = fcntl(socket, F_SETFD, FD_CLOEXEC)
                return Connection(socket: socket)
            }
            guard errno == ECONNABORTED || errno == EINTR else { return nil }
        }
    }

    private func start(_ connection: Connection) {
        let isStopped = state.withLock { state in
            state.acceptedCount += 1
            state.accepted[ObjectIdentifier(connection)] = connection
            return state.isStopped
        }
        if isStopped { connection.end() }
        startThread { [self] in
            serve(connection, self)
            close(connection)
        }
    }
}
