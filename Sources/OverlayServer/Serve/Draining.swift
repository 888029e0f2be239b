import ServiceLifecycle
import Synchronization
import UnixSignals

/// Knows whether the process has been asked to stop, and gives callers time to notice before it does.
final class Draining: Service {
    private struct State {
        var isDraining = false
        var isHurried = false
    }

    /// How long requests are taken on after the process has been asked to stop.
    private let seconds: Int
    private let state = Mutex(State())

    init(seconds: Int) { self.seconds = seconds }

    var isDraining: Bool { state.withLock(\.isDraining) }

    /// Ends when the process may stop: some time after SIGTERM; at once after Ctrl-C, for which a person waits.
    func run() async throws {
        let interrupts = Task {
            for await _ in await UnixSignalsSequence(trapping: .sigint) { state.withLock { $0.isHurried = true } }
        }
        defer { interrupts.cancel() }
        try await gracefulShutdown()
        state.withLock { $0.isDraining = true }
        let end = ContinuousClock.now + .seconds(seconds)
        while ContinuousClock.now < end, !state.withLock(\.isHurried) {
            guard (try? await Task.sleep(for: .milliseconds(50))) != nil else { return }
        }
    }
}
