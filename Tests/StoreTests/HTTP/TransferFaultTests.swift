import TestSupport
import Testing

@testable import Store

@Suite("A fault of the network")
struct TransferFaultTests {
    private let server: ScriptedHTTPServer
    private let proxy: FaultProxy
    private static let size = 200_000

    init() throws {
        server = try ScriptedHTTPServer { _ in
            .bytes(ScriptedHTTPServer.response(200, [("ETag", "\"e\"")], body: [UInt8](repeating: 9, count: Self.size)))
        }
        proxy = try FaultProxy(to: server.port)
    }

    @Test(
        "that ends a response gives what had come of it",
        arguments: [
            Fault.resetAfter(bytes: 100_000), .truncateAfter(bytes: 100_000),
        ]
    )
    func partial(_ fault: Fault) async throws {
        proxy.script([fault])
        let engine = TransferEngine.impatient()
        let error = try #require(await engine.failure(of: .get(proxy.url + "/a")))
        #expect(error.isInterruption, "\(error)")
        #expect(error.partial?.status == 200)
        #expect(error.partial?.headers["etag"] == "\"e\"")
        #expect(error.partial?.body.count == 100_000)
        // The next request is not touched by it.
        #expect(try await engine.send(.get(proxy.url + "/b")).body.count == Self.size)
    }

    @Test("that ends a chunked response gives what had come of it")
    func partialChunks() async throws {
        let raw = Array("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n".utf8)
        proxy.script([.respond(raw + Array("Connection: close".utf8))])
        let server = try ScriptedHTTPServer { _ in .faulty(.truncateAfter(bytes: 10), raw) }
        let error = try #require(await TransferEngine.impatient().failure(of: .get(server.url)))
        #expect(error.isInterruption, "\(error)")
        #expect(error.partial?.body == Array("hello".utf8))
    }

    @Test("that stalls a response is noticed, on a new connection and a kept one")
    func stall() async throws {
        proxy.script([.stallAfter(bytes: 100_000), .pass, .stallAfter(bytes: 0)])
        let engine = TransferEngine.impatient(stall: .milliseconds(200))
        let first = await engine.failure(of: .get(proxy.url + "/a"))
        #expect(first?.phase == .stalled)
        #expect(first?.partial?.body.count == 100_000)
        #expect(try await engine.send(.get(proxy.url + "/b")).body.count == Self.size)
        let third = await engine.failure(of: .get(proxy.url + "/c"))
        #expect(third?.phase == .stalled)
        #expect(third?.partial?.body.isEmpty == true)
        #expect(proxy.acceptedCount == 2)
    }

    @Test("that keeps the answer from coming at all is noticed")
    func silence() async throws {
        let gate = Gate()
        proxy.script([.delay(gate, then: .pass)])
        let error = await TransferEngine.impatient(stall: .milliseconds(200)).failure(of: .get(proxy.url + "/a"))
        #expect(error == .timedOut(.stalled, partial: nil))
        gate.open()
    }

    @Test("that makes a response too slow is ended by the deadline")
    func deadline() async throws {
        proxy.script([.stallAfter(bytes: 1000)])
        var request = HTTPRequest.get(proxy.url + "/a")
        request.deadline = .milliseconds(200)
        let error = await TransferEngine.impatient().failure(of: request)
        #expect(error?.phase == .whole)
        #expect(error?.partial?.body.count == 1000)
    }

    @Test("that resets a connection before an answer is an interruption without a response")
    func reset() async throws {
        let server = try ScriptedHTTPServer { _ in .faulty(.refuse, []) }
        let error = try #require(await TransferEngine.impatient().failure(of: .get(server.url)))
        #expect(error.isInterruption, "\(error)")
        #expect(error.partial == nil)
    }

    @Test("that refuses the connection is told from one that breaks it")
    func refused() async throws {
        proxy.stopListening()
        guard case .couldNotConnect? = await TransferEngine.impatient().failure(of: .get(proxy.url)) else {
            Issue.record("another error")
            return
        }
        try proxy.startListening()
        #expect(try await TransferEngine.impatient().send(.get(proxy.url)).status == 200)
    }

    @Test("that hides the server's name is told as such")
    func unknownHost() async {
        let error = await TransferEngine.impatient().failure(of: .get("http://no-such-host.invalid:8080/a?b"))
        #expect(error == .couldNotResolve(host: "no-such-host.invalid"))
    }

    @Test("while connecting ends with the time for that")
    func connecting() async throws {
        // TLS is agreed on with a server that never speaks.
        let silent = try FaultProxy(to: server.port, .tcp)
        silent.script([.stallAfter(bytes: 0)])
        let engine = TransferEngine.impatient(connect: .milliseconds(200), stall: .milliseconds(20))
        let error = await engine.failure(of: .get("https://127.0.0.1:\(silent.port)/"))
        #expect(error == .timedOut(.connecting, partial: nil))
    }

    @Test("of a kept connection that died is not the caller's: the request is sent again, body and all")
    func deadConnection() async throws {
        let engine = TransferEngine.impatient()
        let body = [UInt8](repeating: 5, count: 100_000)
        let put = HTTPRequest(method: .put, url: proxy.url + "/a", body: body, responseLimit: 1 << 20)
        #expect(try await engine.send(put).status == 200)
        proxy.script([.refuse])
        #expect(try await engine.send(put).status == 200)
        #expect(server.requests.map(\.body.count) == [body.count, body.count])
        #expect(proxy.requests.count == 3)
    }

    @Test("of plain TCP spoils what the target sends")
    func tcp() async throws {
        let tcp = try FaultProxy(to: server.port, .tcp)
        tcp.script([.pass, .resetAfter(bytes: 50_000), .stallAfter(bytes: 50_000), .refuse])
        let engine = TransferEngine.impatient(stall: .milliseconds(200))
        #expect(try await engine.send(.get(tcp.url + "/a")).body.count == Self.size)
        tcp.resetConnections()
        #expect(try await eventually { tcp.openCount == 0 })
        #expect(await engine.failure(of: .get(tcp.url + "/b"))?.isInterruption == true)
        #expect(await engine.failure(of: .get(tcp.url + "/c"))?.phase == .stalled)
        #expect(await engine.failure(of: .get(tcp.url + "/d")) != nil)
        #expect(tcp.acceptedCount == 4)
    }
}
