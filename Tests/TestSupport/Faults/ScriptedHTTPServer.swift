import Synchronization

/// An HTTP server whose answers are a test's own, fault by fault; stopped when the test lets go of it.
package final class ScriptedHTTPServer: Sendable {
    /// What a request gets.
    package enum Answer: Sendable {
        /// Raw bytes; see `response`.
        case bytes([UInt8])
        /// Raw bytes and what happens to them on their way.
        case faulty(Fault, [UInt8])
    }

    private let server: ConnectionServer
    private let work: ScriptedWork

    /// `answer` is called on a thread of the connection, and may block it. To `HEAD` only the head of it is sent.
    package init(_ answer: @escaping @Sendable (ReceivedRequest) -> Answer) throws {
        let work = ScriptedWork(answer)
        self.work = work
        server = try ConnectionServer { connection, _ in
            work.serve(connection)
        }
    }

    deinit {
        stop()
    }

    package var port: UInt16 { server.port }
    package var url: String { "http://127.0.0.1:\(port)" }
    /// All requests so far, in the order they came.
    package var requests: [ReceivedRequest] { work.requests.withLock { $0 } }
    /// How many connections have been accepted.
    package var acceptedCount: Int { server.acceptedCount }
    /// How many connections are open.
    package var openCount: Int { server.openCount }

    /// Refuses connections from now on; those that are open stay.
    package func stopListening() {
        server.stopListening()
    }

    /// Closes all connections that are open, now.
    package func closeConnections() {
        server.endAccepted(reset: false)
    }

    /// Returns when all sockets are closed and all threads have done their work.
    package func stop() {
        work.script.end()
        server.stop()
    }

    /// A response of HTTP/1.1 with the length of its body.
    package static func response(
        _ status: Int,
        _ headers: [(String, String)] = [],
        body: [UInt8] = []
    ) -> [UInt8] {
        let lines = headers.map { "\($0.0): \($0.1)\r\n" }.joined()
        return Array("HTTP/1.1 \(status) Scripted\r\n\(lines)Content-Length: \(body.count)\r\n\r\n".utf8) + body
    }
}
