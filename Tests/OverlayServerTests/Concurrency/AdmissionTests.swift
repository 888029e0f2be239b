import Synchronization
import Testing

@testable import OverlayServer

struct AdmissionTests {
    @Test("no more than the limit run at once, and all who wait have their turn")
    func bounded() async throws {
        let limit = AdmissionLimit(concurrency: 3, queueLimit: 100)
        let gauge = Mutex((now: 0, most: 0))
        let results = await Array(0..<100).mapConcurrently(width: 50) { index in
            try? await limit.run {
                gauge.withLock { $0 = ($0.now + 1, max($0.most, $0.now + 1)) }
                await Task.yield()
                gauge.withLock { $0.now -= 1 }
                return index
            }
        }
        #expect(results == Array(0..<100))
        #expect(1...3 ~= gauge.withLock(\.most))
    }

    @Test("when the queue is full the next one is turned away at once; one who gives up leaves the queue")
    func fullQueue() async throws {
        let limit = AdmissionLimit(concurrency: 1, queueLimit: 1)
        let gate = AsyncStream<Void>.makeStream()
        let started = AsyncStream<Void>.makeStream()
        let running = Task {
            try await limit.run {
                started.continuation.yield()
                for await _ in gate.stream { break }
            }
        }
        for await _ in started.stream { break }
        let waiting = Task { try await limit.run { 1 } }
        while limit.waitingCount == 0 { await Task.yield() }
        await #expect(throws: RequestError.busy(retryAfterSeconds: 1)) { try await limit.run { 2 } }
        waiting.cancel()
        await #expect(throws: CancellationError.self) { try await waiting.value }
        let next = Task { try await limit.run { 3 } }
        gate.continuation.yield()
        try await running.value
        #expect(try await next.value == 3)
    }

    @Test("a place is given back when the work fails")
    func failureFreesPlace() async throws {
        let limit = AdmissionLimit(concurrency: 1, queueLimit: 0)
        for _ in 0..<3 {
            await #expect(throws: RequestError.unauthorized) { try await limit.run { throw RequestError.unauthorized } }
        }
        #expect(try await limit.run { 5 } == 5)
    }
}
