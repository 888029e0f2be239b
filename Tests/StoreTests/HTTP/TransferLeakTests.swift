import TestSupport
import Testing

@testable import Store

/// Each test has a process of its own, whose file descriptors nobody else opens.
@Suite("What an engine leaves behind")
struct TransferLeakTests {
    @Test("is nothing where requests are cancelled at any moment, and each ends once")
    func crowd() async {
        await #expect(processExitsWith: .success) {
            let before = try openFileDescriptorCount()
            try await Self.cancelMost(of: 300, size: 100_000)
            #expect(try await eventually { try openFileDescriptorCount() <= before })
        }
    }

    private static func cancelMost(of count: Int, size: Int) async throws {
        let body = [UInt8](repeating: 1, count: size)
        let server = try ScriptedHTTPServer { _ in .bytes(ScriptedHTTPServer.response(200, body: body)) }
        let engine = TransferEngine.impatient(connections: 8)
        let tasks = (0..<count).map { number in
            Task { try await engine.send(.get("\(server.url)/\(number)")).body.count }
        }
        for (number, task) in tasks.enumerated() where number % 3 != 0 {
            if number % 7 == 0 { await Task.yield() }
            task.cancel()
        }
        for (number, task) in tasks.enumerated() {
            let result = await task.result
            if number % 3 == 0 { #expect(try result.get() == size) }
        }
    }

    @Test("is nothing where it is closed with requests under way, which are cancelled")
    func close() async {
        await #expect(processExitsWith: .success) {
            let before = try openFileDescriptorCount()
            try await Self.closeWhileWaiting()
            #expect(try await eventually { try openFileDescriptorCount() <= before })
        }
    }

    private static func closeWhileWaiting() async throws {
        let response = ScriptedHTTPServer.response(200, body: [1])
        let server = try ScriptedHTTPServer { _ in .faulty(.stallAfter(bytes: 0), response) }
        let engine = TransferEngine.impatient(connections: 2)
        let tasks = (0..<10).map { _ in Task { await engine.failure(of: .get(server.url)) } }
        #expect(try await eventually { server.requests.count == 2 })
        engine.close()
        for task in tasks { #expect(await task.value == .cancelled) }
        #expect(await engine.failure(of: .get(server.url)) == .cancelled)
    }

    @Test("is nothing once nobody has it, used or not")
    func release() async {
        await #expect(processExitsWith: .success) {
            let before = try openFileDescriptorCount()
            for isUsed in [false, true, true] { try await Self.makeEngine(isUsed: isUsed) }
            #expect(try await eventually { try openFileDescriptorCount() <= before })
        }
    }

    private static func makeEngine(isUsed: Bool) async throws {
        let server = try ScriptedHTTPServer { _ in .bytes(ScriptedHTTPServer.response(200)) }
        let engine = TransferEngine.impatient()
        if isUsed { #expect(try await engine.send(.get(server.url)).status == 200) }
    }
}
