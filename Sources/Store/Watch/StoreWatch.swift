import Synchronization

/// Knows whether a store answers, so that one that hangs is waited for once and not by every caller.
///
/// A store is away when a wait for it has run out and nothing has come from it since that wait began. While it is away
/// nobody asks it but one probe at a time, which finds out when it is back.
final class StoreWatch: Sendable {
    typealias Instant = ContinuousClock.Instant

    private struct State {
        /// When anything came from the store last.
        var lastAnswer: Instant?
        var awaySince: Instant?
        var probing: Task<Void, Never>?
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

    /// How long the store has been away; `nil` where it is not.
    var absence: Duration? { state.withLock { $0.awaySince.map { ContinuousClock.now - $0 } } }

    /// Something has come from the store, be it a refusal.
    func answered() {
        state.withLock { state in
            state.lastAnswer = .now
            state.awaySince = nil
        }
    }

    /// A wait for the store, from `start` to now, has run out.
    func ranOut(since start: Instant) {
        state.withLock { state in
            guard state.awaySince == nil, state.lastAnswer.map({ $0 < start }) ?? true else { return }
            state.awaySince = start
            guard state.probing == nil else { return }
            state.probing = Task { [weak self] in
                while await self?.look() == false, (try? await Task.sleep(for: Self.pause)) != nil {}
            }
        }
    }

    /// Probes the store; whether it is not away any more.
    private func look() async -> Bool {
        let answers = absence == nil ? true : await probe()
        return state.withLock { state in
            if answers { state.awaySince = nil }
            guard state.awaySince == nil else { return false }
            state.probing = nil
            return true
        }
    }
}
