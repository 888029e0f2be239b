import Foundation
import Synchronization
import Testing

@testable import Store

@Suite("Threads for blocking calls")
struct BlockingThreadsTests {
    private struct Failure: Error, Equatable {
        let number: Int
    }

    @Test("give back what the work returns or throws")
    func results() async throws {
        let threads = BlockingThreads(count: 2)
        let value = try await threads.run(ifCancelled: Failure(number: 0)) { () throws(Failure) in 7 }
        #expect(value == 7)
        await #expect(throws: Failure(number: 1)) {
            try await threads.run(ifCancelled: Failure(number: 0)) { () throws(Failure) in throw Failure(number: 1) }
        }
    }

    @Test("are the same ones for all work")
    func sameThread() async throws {
        let threads = BlockingThreads(count: 1)
        var seen: Set<UInt> = []
        for _ in 0..<50 {
            let thread = try await threads.run(ifCancelled: Failure(number: 0)) { () throws(Failure) in
                UInt(pthread_self())
            }
            seen.insert(thread)
        }
        #expect(seen.count == 1)
    }

    @Test("work side by side, as many as there are and no more")
    func count() async throws {
        let threads = BlockingThreads(count: 3)
        let meeting = Meeting(of: 3)
        let room = Room()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<300 {
                group.addTask {
                    try await threads.run(ifCancelled: Failure(number: 0)) { () throws(Failure) in
                        room.enter()
                        // The first three can only go on together.
                        if number < 3 { meeting.join() }
                        room.leave()
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(room.most == 3)
    }

    @Test("do not begin work that is cancelled while it waits, and say so at once")
    func cancellation() async throws {
        let threads = BlockingThreads(count: 1)
        let gate = DispatchSemaphore(value: 0)
        let room = Room()
        let blocker = Task {
            try await threads.run(ifCancelled: Failure(number: 0)) { () throws(Failure) in gate.wait() }
        }
        let waiting = Task {
            try await threads.run(ifCancelled: Failure(number: 1)) { () throws(Failure) in
                room.enter()
            }
        }
        waiting.cancel()
        // The only thread is, or will be, held at the gate; the answer does not wait for it.
        await #expect(throws: Failure(number: 1)) { try await waiting.value }
        gate.signal()
        try await blocker.value
        #expect(room.most == 0)
    }

    @Test("finish all work that was given before they end")
    func ending() async throws {
        let room = Room()
        try await withThrowingTaskGroup(of: Void.self) { group in
            let threads = BlockingThreads(count: 2)
            for _ in 0..<100 {
                group.addTask {
                    try await threads.run(ifCancelled: Failure(number: 0)) { () throws(Failure) in
                        room.enter()
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(room.most == 100)
    }
}

/// Counts who is in it, and how many were at most.
private final class Room: Sendable {
    private let occupants = Mutex((now: 0, most: 0))

    var most: Int { occupants.withLock { $0.most } }

    func enter() {
        occupants.withLock { $0 = ($0.now + 1, max($0.most, $0.now + 1)) }
    }

    func leave() {
        occupants.withLock { $0.now -= 1 }
    }
}

/// A point that nobody passes before all have come.
private final class Meeting: Sendable {
    private let missing: Mutex<Int>
    private let count: Int
    private let gate = DispatchSemaphore(value: 0)

    init(of count: Int) {
        self.count = count
        missing = Mutex(count)
    }

    func join() {
        let isLast = missing.withLock { missing in
            missing -= 1
            return missing == 0
        }
        if isLast { for _ in 0..<count { gate.signal() } }
        gate.wait()
    }
}
