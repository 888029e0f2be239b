import Synchronization

/// A TCP proxy that lets a test spoil what passes it; stopped when the test lets go of it.
package final class FaultProxy: Sendable {
    package enum Kind: Sendable {
        /// A fault for each request; bytes are those of the response's body.
        case http
        /// A fault for each connection; bytes are those that the target sends.
        case tcp
    }

    private let server: ConnectionServer
    private let work: ProxyWork

    /// Forwards to `target`, a port of 127.0.0.1.
    package init(to target: UInt16, _ kind: Kind = .http) throws {
        let work = ProxyWork(target: target)
        self.work = work
        server = try ConnectionServer { connection, server in
            if work.script.takeRefusal() { return connection.endWithReset() }
            switch kind {
            case .http: work.serveHTTP(connection, server)
            case .tcp: work.serveTCP(connection, server)
            }
        }
    }

    deinit {
        stop()
    }

    package var port: UInt16 { server.port }
    package var url: String { "http://127.0.0.1:\(port)" }
    /// All HTTP requests so far, in the order they came.
    package var requests: [ReceivedRequest] { work.requests.withLock { $0 } }
    /// How many connections have been accepted.
    package var acceptedCount: Int { server.acceptedCount }
    /// How many connections are open.
    package var openCount: Int { server.openCount }

    /// The faults of what comes next, one each; then all passes. Replaces those that are not used up.
    package func script(_ faults: [Fault]) {
        work.script.set(faults)
    }

    /// Refuses connections from now on; those that are open stay.
    package func stopListening() {
        server.stopListening()
    }

    /// Accepts connections again, on the same port.
    package func startListening() throws {
        try server.startListening()
    }

    /// Lets nothing more pass, neither way, until `release`; connections are taken and stay open.
    package func hold() { work.hold.set(true) }

    package func release() { work.hold.set(false) }

    /// Resets all connections that are open, now.
    package func resetConnections() {
        server.endAccepted(reset: true)
    }

    /// Returns when all sockets are closed and all threads have done their work.
    package func stop() {
        work.script.end()
        work.hold.set(false)
        server.stop()
    }
}
