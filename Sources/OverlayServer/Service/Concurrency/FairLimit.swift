import Synchronization

/// Lets work of a bounded cost be under way at once. The rest waits, and the parties it is for take turns: one that asks for
/// much does not hold up one that asks for little.
package final class FairLimit: Sendable {
    private struct Waiter {
        let ticket: Int
        let cost: Int
        let continuation: CheckedContinuation<Bool, Never>
    }

    private struct State {
        var free: Int
        var lastTicket = 0
        /// Of each party, the one that came first at the front.
        var waiters: [Party: [Waiter]] = [:]
        /// Parties that wait; the one whose turn it is at the front.
        var turns: [Party] = []

        /// Takes out those who may begin now. What is next in turn is waited for, however much it costs.
        mutating func admitted() -> [Waiter] {
            var admitted: [Waiter] = []
            while let party = turns.first, let waiter = waiters[party]?.first, waiter.cost <= free {
                free -= waiter.cost
                admitted.append(waiter)
                turns.removeFirst()
                waiters[party]?.removeFirst()
                if waiters[party]?.isEmpty == false { turns.append(party) } else { waiters[party] = nil }
            }
            return admitted
        }

        mutating func remove(_ ticket: Int, of party: Party) -> Waiter? {
            guard let index = waiters[party]?.firstIndex(where: { $0.ticket == ticket }) else { return nil }
            let waiter = waiters[party]?.remove(at: index)
            if waiters[party]?.isEmpty == true {
                waiters[party] = nil
                turns.removeAll { $0 == party }
            }
            return waiter
        }
    }

    private let capacity: Int
    private let state: Mutex<State>

    /// `capacity`: how much all work under way may cost together, in whatever unit it is counted.
    init(capacity: Int) {
        self.capacity = capacity
        state = Mutex(State(free: capacity))
    }

    /// What is left of the capacity.
    var freeCount: Int { state.withLock(\.free) }

    /// How much work waits.
    var waitingCount: Int { state.withLock { $0.waiters.values.reduce(0) { $0 + $1.count } } }

    /// Runs `work` when there is room for its cost; one that costs more than there is runs alone. Throws
    /// `CancellationError` where the task is cancelled while it waits.
    package func run<Value: Sendable>(
        cost: Int = 1,
        for party: Party,
        _ work: @Sendable () async throws -> Value
    ) async throws -> Value {
        let cost = min(max(cost, 0), capacity)
        try await enter(cost, party)
        defer { leave(cost) }
        return try await work()
    }

    private func enter(_ cost: Int, _ party: Party) async throws {
        let ticket = state.withLock { state in
            state.lastTicket += 1
            return state.lastTicket
        }
        let isAdmitted = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                wait(Waiter(ticket: ticket, cost: cost, continuation: continuation), party)
            }
        } onCancel: {
            giveUp(ticket, party)
        }
        guard isAdmitted else { throw CancellationError() }
    }

    private func wait(_ waiter: Waiter, _ party: Party) {
        let admitted: [Waiter]? = state.withLock { state in
            // Seen under the lock: a cancellation that comes later finds the waiter.
            if Task.isCancelled { return nil }
            if state.waiters[party] == nil { state.turns.append(party) }
            state.waiters[party, default: []].append(waiter)
            return state.admitted()
        }
        guard let admitted else { return waiter.continuation.resume(returning: false) }
        for waiter in admitted { waiter.continuation.resume(returning: true) }
    }

    private func giveUp(_ ticket: Int, _ party: Party) {
        let (waiter, admitted) = state.withLock { state in (state.remove(ticket, of: party), state.admitted()) }
        waiter?.continuation.resume(returning: false)
        for waiter in admitted { waiter.continuation.resume(returning: true) }
    }

    private func leave(_ cost: Int) {
        let admitted = state.withLock { state in
            state.free += cost
            return state.admitted()
        }
        for waiter in admitted { waiter.continuation.resume(returning: true) }
    }
}
