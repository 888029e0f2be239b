import Synchronization

/// Knows whether a store answers, so that one that hangs is waited for once and not by every caller.
///
/// A store is suspected when a wait for it has run out and nothing has come from it since that wait began; it is away when a
/// probe finds so too. While it is away nobody asks it but one probe at a time, which finds out when it is back.
final class StoreWatch: Sendable {
    typealias Instant = ContinuousClock.Instant

    private enum Standing {
        case answering
        /// The first probe is under way; those who want to know wait for it.
        case suspected(since: Instant, waiting: [CheckedContinuation<Void, Never>])
        case away(since: Instant)
    }

    private struct State {
        /// When anything came from the store last.
        var lastAnswer: Instant?
        var standing = Standing.answering
        var probing: Task<Void, Never>?

        /// Takes out those who wait.
        mutating func settle(_ new: Standing) -> [CheckedContinuation<Void, Never>] {
            defer { standing = new }
            guard case .suspected(_, let waiting) = standing else { return [] }
            return waiting
        }
    }

    /// Between the end of a probe and the next.
    private static let pause = Duration.milliseconds(250)
    /// For the answer to a probe.
    static let probeTimeout = Duration.milliseconds(500)

    private let state = Mutex(State())
    /// Whether the store answers; takes `probeTimeout` at most.
    private let probe: @Sendable () async -> Bool

    init(probe: @escaping @Sendable () async -> Bool) { self.probe = probe }

    deinit { state.withLock { $0.probing?.cancel() } }

    /// How long the store has been away; `nil` where it is not. Waits for the probe of a store that is suspected.
    func absence() async -> Duration? {
        await withCheckedContinuation { continuation in
            let mustWait = state.withLock { state in
                guard case .suspected(let since, let waiting) = state.standing else { return false }
                state.standing = .suspected(since: since, waiting: waiting + [continuation])
                return true
            }
            if !mustWait { continuation.resume() }
        }
        return state.withLock { state in
            guard case .away(let since) = state.standing else { return nil }
            return ContinuousClock.now - since
        }
    }

    /// Something has come from the store, be it a refusal.
    func answered() {
        let waiting = state.withLock { state in
            state.lastAnswer = .now
            return state.settle(.answering)
        }
        for continuation in waiting { continuation.resume() }
    }

    /// A wait for the store, from `start` to now, has run out.
    func ranOut(since start: Instant) {
        state.withLock { state in
            guard case .answering = state.standing, state.lastAnswer.map({ $0 < start }) ?? true else { return }
            state.standing = .suspected(since: start, waiting: [])
            guard state.probing == nil else { return }
            state.probing = Task { [weak self] in
                while await self?.look() == false, (try? await Task.sleep(for: Self.pause)) != nil {}
            }
        }
    }

    /// Probes the store; whether it answers.
    private func look() async -> Bool {
        let answers = await probe()
        let (waiting, isOver) = state.withLock { state in
            let waiting: [CheckedContinuation<Void, Never>]
            switch state.standing {
            case .suspected(let since, _) where !answers: waiting = state.settle(.away(since: since))
            case .away where !answers: waiting = []
            case .answering, .suspected, .away: waiting = state.settle(.answering)
            }
            guard case .answering = state.standing else { return (waiting, false) }
            state.probing = nil
            return (waiting, true)
        }
        for continuation in waiting { continuation.resume() }
        return isOver
    }
}
