import Dispatch

/// A point that nobody passes before it is opened; then everybody does.
package final class Gate: Sendable {
    private let turns = DispatchSemaphore(value: 0)

    package init() {}

    package func open() {
        turns.signal()
    }

    /// Blocks the thread until the gate is open.
    package func pass() {
        turns.wait()
        // For the next one.
        turns.signal()
    }
}
