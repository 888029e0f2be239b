import Synchronization
import TestSupport
import Testing

@testable import Store

@Suite("The connections of an engine")
struct TransferConnectionTests {
    private let server: ScriptedHTTPServer

    init() throws {
        server = try ScriptedHTTPServer { request in
            .bytes(ScriptedHTTPServer.response(200, body: Array(request.path.utf8)))
        }
    }

    @Test("are kept from one request to the next")
    func kept() async throws {
        let engine = TransferEngine()
        for number in 0..<20 {
            #expect(try await engine.send(.get("\(server.url)/\(number)")).body == Array("/\(number)".utf8))
        }
        #expect(server.acceptedCount == 1)
    }

    @Test("are no more than allowed, and every request gets its own answer")
    func limit() async throws {
        let engine = TransferEngine.impatient(connections: 8)
        let answers = try await withThrowingTaskGroup(of: Bool.self, returning: [Bool].self) { group in
            for number in 0..<200 {
                group.addTask { [server] in
                    try await engine.send(.get("\(server.url)/\(number)")).body == Array("/\(number)".utf8)
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(answers == [Bool](repeating: true, count: 200))
        #expect(server.acceptedCount <= 8)
    }

    @Test("that cannot be made leave the engine in order")
    func failures() async throws {
        let engine = TransferEngine()
        for _ in 0..<3 {
            #expect(
                await engine.failure(of: .get("http://no-such-host.invalid"))
                    == .couldNotResolve(host: "no-such-host.invalid")
            )
            guard case .couldNotConnect = await engine.failure(of: .get("http://127.0.0.1:1")) else {
                Issue.record("nobody listens there")
                return
            }
            #expect(try await engine.send(.get(server.url)).status == 200)
        }
    }

    @Test("to one server do not hold up requests to another")
    func otherServer() async throws {
        let gate = Gate()
        let slow = try ScriptedHTTPServer { _ in .faulty(.delay(gate, then: .pass), ScriptedHTTPServer.response(200)) }
        let engine = TransferEngine.impatient(connections: 1)
        async let first = engine.send(.get(slow.url))
        async let second = engine.send(.get(slow.url))
        #expect(try await engine.send(.get(server.url)).status == 200)
        gate.open()
        #expect(try await [first.status, second.status] == [200, 200])
    }

    @Test("that are waited for count towards the deadline")
    func deadlineInQueue() async throws {
        let gate = Gate()
        let slow = try ScriptedHTTPServer { _ in .faulty(.delay(gate, then: .pass), ScriptedHTTPServer.response(200)) }
        let engine = TransferEngine.impatient(connections: 1)
        async let first = engine.send(.get(slow.url))
        #expect(try await eventually { !slow.requests.isEmpty })
        var request = HTTPRequest.get(slow.url)
        request.deadline = .milliseconds(50)
        #expect(await engine.failure(of: request) == .timedOut(.whole, partial: nil))
        gate.open()
        #expect(try await first.status == 200)
        #expect(slow.requests.count == 1)
    }
}
