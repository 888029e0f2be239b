import Foundation

/// Holds back all who pass while it is held, as a process does that has been stopped.
final class Hold: Sendable {
    private final class State: @unchecked Sendable {
        // Safety: looked at and changed only while `condition` is locked.
        var isHeld = false
        let condition = NSCondition()
    }

    private let state = State()

    func set(_ isHeld: Bool) {
        state.condition.withLock { state.isHeld = isHeld }
        state.condition.broadcast()
    }

    func pass() {
        state.condition.withLock { while state.isHeld { state.condition.wait() } }
    }
}
