import ServiceLifecycle
import Synchronization

/// Knows whether the process has been asked to stop.
final class Draining: Service {
    private let state = Mutex(false)

    var isDraining: Bool { state.withLock(\.self) }

    /// Waits for the shutdown and notes it.
    func run() async throws {
        try await gracefulShutdown()
        state.withLock { $0 = true }
    }
}
