import TestSupport
import Testing

@testable import Store

@Suite("A cancelled request")
struct TransferCancellationTests {
    @Test("before it is sent is never sent")
    func before() async throws {
        let server = try ScriptedHTTPServer { _ in .bytes(ScriptedHTTPServer.response(200)) }
        let engine = TransferEngine.impatient()
        let error = await withTaskGroup(of: TransferError?.self) { group in
            group.cancelAll()
            group.addTask { await engine.failure(of: .get(server.url)) }
            return await group.next() ?? nil
        }
        #expect(error == .cancelled)
        #expect(server.requests.isEmpty)
    }

    @Test("that waits for a connection leaves the queue")
    func queued() async throws {
        let gate = Gate()
        let server = try ScriptedHTTPServer { _ in .faulty(.delay(gate, then: .pass), ScriptedHTTPServer.response(200))
        }
        let engine = TransferEngine.impatient(connections: 1)
        let first = Task { try await engine.send(.get(server.url + "/first")).status }
        #expect(try await eventually { server.requests.count == 1 })
        let second = Task { await engine.failure(of: .get(server.url + "/second")) }
        second.cancel()
        #expect(await second.value == .cancelled)
        gate.open()
        #expect(try await first.value == 200)
        #expect(try await engine.send(.get(server.url + "/third")).status == 200)
        #expect(server.requests.map(\.path) == ["/first", "/third"])
    }

    @Test("that is connecting gives up")
    func connecting() async throws {
        let silent = try ScriptedHTTPServer { _ in .bytes([]) }
        let engine = TransferEngine.impatient()
        let task = Task { await engine.failure(of: .get("https://127.0.0.1:\(silent.port)/")) }
        #expect(try await eventually { silent.openCount == 1 })
        task.cancel()
        #expect(await task.value == .cancelled)
        #expect(try await eventually { silent.openCount == 0 })
    }

    @Test("whose server's name is being looked up gives up")
    func resolving() async throws {
        let engine = TransferEngine.impatient()
        let task = Task { await engine.failure(of: .get("http://no-such-host.invalid/")) }
        task.cancel()
        let error = await task.value
        #expect(error == .cancelled || error == .couldNotResolve(host: "no-such-host.invalid"))
    }

    @Test("in the middle of its answer closes the connection and makes room for the next")
    func middle() async throws {
        let server = try ScriptedHTTPServer { request in
            let fault = request.path == "/stall" ? Fault.stallAfter(bytes: 5) : .pass
            return .faulty(fault, ScriptedHTTPServer.response(200, body: Array("hello, world".utf8)))
        }
        let engine = TransferEngine.impatient(connections: 1)
        for _ in 0..<20 {
            let count = server.requests.count
            let task = Task { await engine.failure(of: .get(server.url + "/stall")) }
            #expect(try await eventually { server.requests.count > count })
            task.cancel()
            #expect(await task.value == .cancelled)
            #expect(try await engine.send(.get(server.url + "/whole")).body.count == 12)
        }
    }
}
