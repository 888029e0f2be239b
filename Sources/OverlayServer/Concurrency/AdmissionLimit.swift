import Synchronization

/// Lets a bounded number of tasks draw at once and a bounded number wait; turns the rest away at once.
final class AdmissionLimit: Sendable {
    private struct State {
        var free: Int
        var nextTicket = 0
        /// Oldest first.
        var waiting: [(ticket: Int, continuation: CheckedContinuation<Bool, Never>)] = []
    }

    private let state: Mutex<State>
    private let queueLimit: Int

    init(concurrency: Int, queueLimit: Int) {
        state = Mutex(State(free: concurrency))
        self.queueLimit = queueLimit
    }

    /// How many tasks wait for a place.
    var waitingCount: Int { state.withLock(\.waiting.count) }

    /// Runs `work` when there is a place for it. Throws `RequestError.busy` where the queue is full, and
    /// `CancellationError` where the task is cancelled while it waits.
    func run<Value: Sendable>(_ work: @Sendable () async throws -> Value) async throws -> Value {
        try await enter()
        defer { leave() }
        return try await work()
    }

    private func enter() async throws {
        let ticket = state.withLock { state in
            state.nextTicket += 1
            return state.nextTicket
        }
        let isAdmitted = try await withTaskCancellationHandler {
            try await wait(ticket)
        } onCancel: {
            giveUp(ticket)
        }
        guard isAdmitted else { throw CancellationError() }
    }

    private func wait(_ ticket: Int) async throws -> Bool {
        let isFull = state.withLock { $0.free == 0 && $0.waiting.count >= queueLimit }
        if isFull { throw RequestError.busy(retryAfterSeconds: 1) }
        return await withCheckedContinuation { continuation in
            let answer: Bool? = state.withLock { state in
                if Task.isCancelled { return false }
                if state.free > 0 {
                    state.free -= 1
                    return true
                }
                state.waiting.append((ticket, continuation))
                return nil
            }
            if let answer { continuation.resume(returning: answer) }
        }
    }

    private func giveUp(_ ticket: Int) {
        let continuation = state.withLock { state in
            state.waiting.firstIndex { $0.ticket == ticket }.map { state.waiting.remove(at: $0).continuation }
        }
        continuation?.resume(returning: false)
    }

    private func leave() {
        let next = state.withLock { state -> CheckedContinuation<Bool, Never>? in
            guard !state.waiting.isEmpty else {
                state.free += 1
                return nil
            }
            return state.waiting.removeFirst().continuation
        }
        next?.resume(returning: true)
    }
}
