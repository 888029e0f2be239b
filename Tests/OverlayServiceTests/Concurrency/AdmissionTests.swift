import Foundation
import Synchronization
import TestSupport
import Testing

@testable import OverlayService

@Suite("Limits of what is under way")
struct AdmissionTests {
    @Test("no more than the limit run at once, and all who wait have their turn")
    func bounded() async throws {
        let limit = FairLimit(capacity: 3)
        let gauge = Mutex((now: 0, most: 0))
        let results = await Array(0..<100).mapConcurrently(width: 50) { index in
            try? await limit.run(for: Party()) {
                gauge.withLock { $0 = ($0.now + 1, max($0.most, $0.now + 1)) }
                await Task.yield()
                gauge.withLock { $0.now -= 1 }
                return index
            }
        }
        #expect(results == Array(0..<100))
        #expect(1...3 ~= gauge.withLock(\.most))
    }

    @Test("costs add up to the capacity at most; what costs more than that runs alone")
    func costs() async throws {
        let limit = FairLimit(capacity: 10)
        let gauge = Mutex((now: 0, most: 0, alone: true))
        let results = await [4, 6, 3, 25, 7, 10, 1, 0, 99, 5].mapConcurrently(width: 10) { cost in
            try? await limit.run(cost: cost, for: Party()) {
                gauge.withLock { gauge in
                    gauge.now += cost
                    if cost > 10 {
                        gauge.alone = gauge.alone && gauge.now == cost
                    } else if cost > 0 {
                        gauge.most = max(gauge.most, gauge.now)
                    }
                }
                for _ in 0..<20 { await Task.yield() }
                gauge.withLock { $0.now -= cost }
                return cost
            }
        }
        #expect(results == [4, 6, 3, 25, 7, 10, 1, 0, 99, 5])
        #expect(gauge.withLock(\.most) <= 10 && gauge.withLock(\.alone))
    }

    @Test("a party that asks for much does not hold up one that asks for little")
    func turns() async throws {
        let limit = FairLimit(capacity: 1)
        let order = AsyncStream<String>.makeStream()
        let gate = AsyncStream<Void>.makeStream()
        let (many, one) = (Party(), Party())
        let first = Task { try await limit.run(for: many) { for await _ in gate.stream {} } }
        #expect(try await eventually { limit.freeCount == 0 })
        for (index, name) in (Array(repeating: "many", count: 20) + ["one"]).enumerated() {
            let party = name == "one" ? one : many
            Task { try await limit.run(for: party) { order.continuation.yield(name) } }
            #expect(try await eventually { limit.waitingCount > index })
        }
        gate.continuation.finish()
        try await first.value
        var names: [String] = []
        for await name in order.stream {
            names.append(name)
            if names.count == 21 { break }
        }
        #expect(names.firstIndex(of: "one") == 1)
    }

    @Test("one who gives up leaves the queue, and those behind go on")
    func givingUp() async throws {
        let limit = FairLimit(capacity: 2)
        let gate = AsyncStream<Void>.makeStream()
        let running = Task { try await limit.run(cost: 1, for: Party()) { for await _ in gate.stream {} } }
        #expect(try await eventually { limit.freeCount == 1 })
        let large = Task { try await limit.run(cost: 2, for: Party()) { 1 } }
        #expect(try await eventually { limit.waitingCount == 1 })
        let small = Task { try await limit.run(cost: 1, for: Party()) { 2 } }
        #expect(try await eventually { limit.waitingCount == 2 })
        large.cancel()
        await #expect(throws: CancellationError.self) { try await large.value }
        #expect(try await small.value == 2)
        gate.continuation.finish()
        try await running.value
        #expect(try await limit.run(cost: 2, for: Party()) { 3 } == 3)
    }

    @Test("a place is given back when the work fails")
    func failureFreesPlace() async throws {
        let limit = FairLimit(capacity: 1)
        for _ in 0..<3 {
            await #expect(throws: RequestError.late(seconds: 1)) {
                try await limit.run(for: Party()) { throw RequestError.late(seconds: 1) }
            }
        }
        #expect(try await limit.run(for: Party()) { 5 } == 5)
    }

    @Test("one party more than the limit is turned away at once; one that is served is not, whatever it asks for")
    func busy() async throws {
        let limit = AdmissionLimit(limit: 1)
        let party = Party()
        try await limit.run(for: party) {
            await #expect(throws: Overload(retryAfterSeconds: 1)) { try await limit.run(for: Party()) {} }
            let again = try await limit.run(for: party) { 1 }
            #expect(again == 1 && limit.partyCount == 1)
        }
        #expect(limit.partyCount == 0)
        #expect(try await limit.run(for: Party()) { 2 } == 2)
    }

    @Test("work for processors runs as part of its task, on threads of its own, and is over before they are")
    func processors() async throws {
        let threads = ProcessorThreads(count: 2)
        let names = await Array(0..<20).mapConcurrently(width: 20) { _ in try? await threads.run { threadName() } }
        #expect(Set(names).isSubset(of: ["processor-0", "processor-1"]))
        let gate = AsyncStream<Void>.makeStream()
        let cancelled = Task {
            try await threads.run { () async throws -> Bool in
                for await _ in gate.stream {}
                return Task.isCancelled
            }
        }
        cancelled.cancel()
        #expect(try await cancelled.value)
        await #expect(throws: RequestError.late(seconds: 1)) {
            try await ProcessorThreads(count: 1).run { throw RequestError.late(seconds: 1) }
        }
    }

    @Test("a deadline ends the wait, whether the work sees it or not; work that is in time is not disturbed")
    func deadline() async throws {
        let gate = AsyncStream<Void>.makeStream()
        let late = RequestError.late(seconds: 0)
        await #expect(throws: late) {
            try await withDeadline(.milliseconds(1), error: late) {
                // Deaf to cancellation.
                await withCheckedContinuation { continuation in
                    Task.detached {
                        for await _ in gate.stream {}
                        continuation.resume()
                    }
                }
            }
        }
        gate.continuation.finish()
        #expect(try await withDeadline(.seconds(60), error: late) { 1 } == 1)
        await #expect(throws: RequestError.late(seconds: 1)) {
            try await withDeadline(.seconds(60), error: late) { throw RequestError.late(seconds: 1) }
        }
        let caller = Task {
            try await withDeadline(.seconds(60), error: late) {
                for await _ in AsyncStream<Void>.makeStream().stream {}
            }
        }
        caller.cancel()
        await #expect(throws: CancellationError.self) { try await caller.value }
    }
}

/// Of the thread that runs this.
private func threadName() -> String? {
    try? String(contentsOfFile: "/proc/thread-self/comm", encoding: .utf8).trimmingCharacters(in: .newlines)
}
