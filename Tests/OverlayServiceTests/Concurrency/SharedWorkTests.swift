import Synchronization
import TestSupport
import Testing

@testable import OverlayService

@Suite("Shared work")
struct SharedWorkTests {
    private let works = SharedWork<String, Int>()
    private let tally = Tally()

    private func wait(for callers: Int) async {
        #expect(await (try? eventually { works.callerCount(of: "a") == callers }) == true)
    }

    @Test("runs once for all who want it meanwhile, and anew for who comes later")
    func shared() async throws {
        let gate = AsyncStream<Void>.makeStream()
        let values = try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<10 { group.addTask { try await works.run("a") { try await tally.work(until: gate.stream) } } }
            await wait(for: 10)
            gate.continuation.finish()
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(values == Array(repeating: 1, count: 10))
        #expect(try await works.run("a") { try await tally.work(until: gate.stream) } == 2)
        #expect(try await works.run("b") { 7 } == 7)
    }

    @Test("goes on for the others when one leaves, who is told at once")
    func oneLeaves() async throws {
        let gate = AsyncStream<Void>.makeStream()
        let callers = (0..<3).map { _ in Task { try await works.run("a") { try await tally.work(until: gate.stream) } }
        }
        await wait(for: 3)
        callers[0].cancel()
        await #expect(throws: CancellationError.self) { try await callers[0].value }
        gate.continuation.finish()
        #expect(try await callers[1].value == 1)
        #expect(try await callers[2].value == 1)
        #expect(tally.cancelled.withLock(\.self) == 0)
    }

    @Test("is cancelled by the last to leave, and whoever comes then does not get its end")
    func lastLeaves() async throws {
        let gate = AsyncStream<Void>.makeStream()
        let callers = (0..<3).map { _ in Task { try await works.run("a") { try await tally.work(until: gate.stream) } }
        }
        await wait(for: 3)
        for caller in callers { caller.cancel() }
        for caller in callers { await #expect(throws: CancellationError.self) { try await caller.value } }
        #expect(try await eventually { tally.cancelled.withLock(\.self) == 1 })
        #expect(try await works.run("a") { 5 } == 5)
        #expect(tally.runs.withLock(\.self) == 1)
    }

    @Test("does not begin for a caller who is cancelled already")
    func cancelledBefore() async throws {
        let caller = Task {
            while !Task.isCancelled { await Task.yield() }
            return try await works.run("a") { 1 }
        }
        caller.cancel()
        await #expect(throws: CancellationError.self) { try await caller.value }
    }

    @Test("fails for all who wait for it")
    func failure() async throws {
        for _ in 0..<2 {
            await #expect(throws: RequestError.late(seconds: 1)) {
                try await works.run("a") { throw RequestError.late(seconds: 1) }
            }
        }
    }
}

/// Counts how often work runs, and how often it is cancelled.
private final class Tally: Sendable {
    let runs = Mutex(0)
    let cancelled = Mutex(0)

    /// The number of this run; ends when the stream does, or when it is cancelled.
    func work(until stream: AsyncStream<Void>) async throws -> Int {
        let run = runs.withLock { runs in
            runs += 1
            return runs
        }
        for await _ in stream {}
        if Task.isCancelled {
            cancelled.withLock { $0 += 1 }
            throw CancellationError()
        }
        return run
    }
}
