import TestSupport
import Testing

@testable import Store

@Suite("An S3 server that is away")
struct S3OutageTests {
    /// A port that is given to no server of a test.
    private static let nobody = "http://127.0.0.1:1"

    private let key = ObjectKey.testing("a")

    @Test("and comes back is waited for")
    func passing() async throws {
        let server = try ScriptedHTTPServer.answering([.object("x")])
        let proxy = try FaultProxy(to: server.port)
        proxy.stopListening()
        let store = try S3ObjectStore.impatient(proxy.url) {
            $0.retries.attemptLimit = 1000
            $0.retries.capSeconds = 0.02
        }
        let text = Task { try await store.text("a") }
        // The first attempt cannot have been answered.
        try await Task.sleep(for: .milliseconds(20))
        try proxy.startListening()
        #expect(try await text.value == "x")
    }

    @Test("and stays away is told as such")
    func staying() async throws {
        let store = try S3ObjectStore.impatient(Self.nobody)
        let errors = [
            await #expect(throws: ObjectStoreError.self) { try await store.get(key, limit: 10) },
            await #expect(throws: ObjectStoreError.self) { try await store.put("a", "x", mode: .createOnly) },
            await #expect(throws: ObjectStoreError.self) { try await store.keys() },
        ]
        #expect(errors.allSatisfy { Self.isNoAnswer($0) })
    }

    @Test("and stays away ends a call with the time for it")
    func overtime() async throws {
        let store = try S3ObjectStore.impatient(Self.nobody) { settings in
            settings.retries.attemptLimit = 1000
            settings.deadlineSeconds = 3
        }
        await #expect(throws: ObjectStoreError.self) { try await store.get(key, limit: 10) }
    }

    @Test("or silent ends every call with an error in time")
    func silent() async throws {
        let server = try ScriptedHTTPServer.answering([.object("x", .stallAfter(bytes: 0))])
        let silent = try FaultProxy(to: server.port, .tcp)
        silent.script(Array(repeating: .stallAfter(bytes: 0), count: 1000))
        let store = try S3ObjectStore.impatient(silent.url, stall: .milliseconds(50)) { $0.deadlineSeconds = 0.4 }
        await #expect(throws: ObjectStoreError.self) { try await store.get(key, limit: 10) }
        await #expect(throws: ObjectStoreError.self) { try await store.head(key) }
        await #expect(throws: ObjectStoreError.self) { try await store.put("a", "x") }
        await #expect(throws: ObjectStoreError.self) { try await store.keys() }
        await #expect(throws: ObjectStoreError.self) { try await store.delete(key) }
    }

    @Test("is not asked many times more by two hundred calls")
    func budget() async throws {
        let server = try ScriptedHTTPServer.answering([.error(500, "InternalError")])
        let store = try S3ObjectStore.impatient(server.url)
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<200 {
                group.addTask { await #expect(throws: ObjectStoreError.self) { try await store.head(key) } }
            }
        }
        let retryCount = RetryBudget.capacity / 5
        #expect((200...200 + retryCount).contains(server.requests.count))
    }

    @Test("does not hold up a task that is cancelled while it waits for another attempt")
    func cancelledWait() async throws {
        let server = try ScriptedHTTPServer.answering([.error(503, "SlowDown", [("Retry-After", "60")])])
        let store = try S3ObjectStore.impatient(server.url)
        try await expectCancelled({ try await store.get(key, limit: 10) }, once: { server.requests.count == 1 })
        try await expectCancelled({ try await store.put("a", "x") }, once: { server.requests.count == 2 })
    }

    @Test("does not hold up a task that is cancelled during a transfer")
    func cancelledTransfer() async throws {
        let server = try ScriptedHTTPServer.answering([.object("text", .stallAfter(bytes: 2))])
        let store = try S3ObjectStore.impatient(server.url)
        try await expectCancelled({ try await store.get(key, limit: 10) }, once: { server.requests.count == 1 })
        try await expectCancelled({ try await store.put("a", "x") }, once: { server.requests.count == 2 })
    }

    @Test("leaves no file descriptor open")
    func leaks() async {
        await #expect(processExitsWith: .success) {
            let before = try openFileDescriptorCount()
            try await Self.spoil(transferCount: 50)
            #expect(try await eventually { try openFileDescriptorCount() <= before })
        }
    }

    private static func spoil(transferCount: Int) async throws {
        let server = try ScriptedHTTPServer.answering([.object("text")])
        let proxy = try FaultProxy(to: server.port)
        let faults: [Fault] = [.refuse, .resetAfter(bytes: 2), .truncateAfter(bytes: 1), .stallAfter(bytes: 3), .pass]
        proxy.script((0..<transferCount * 4).map { faults[$0 % 5] })
        let store = try S3ObjectStore.impatient(proxy.url, stall: .milliseconds(20))
        await withTaskGroup(of: Void.self) { group in
            for number in 0..<transferCount {
                group.addTask { _ = try? await number % 2 == 0 ? store.text("a") : "\(store.put("a", "x"))" }
            }
        }
        proxy.script([])
        // It may count as away, until the next probe.
        #expect(try await eventually { (try? await store.text("a")) == "text" })
    }

    private static func isNoAnswer(_ error: ObjectStoreError?) -> Bool {
        if case .refused(.noAnswer, _)? = error { true } else { false }
    }

    /// Cancels `call` where it is, and expects it to say so.
    private func expectCancelled<Result: Sendable>(
        _ call: @escaping @Sendable () async throws -> Result,
        once condition: () -> Bool
    ) async throws {
        let task = Task { try await call() }
        #expect(try await eventually(condition))
        task.cancel()
        await #expect(throws: ObjectStoreError.cancelled) { try await task.value }
    }
}
