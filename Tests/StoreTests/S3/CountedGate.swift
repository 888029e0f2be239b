import Synchronization
import TestSupport

/// A gate that opens once so many have come to it.
final class CountedGate: Sendable {
    let gate = Gate()
    private let missing: Atomic<Int>

    init(of count: Int) { missing = Atomic(count) }

    func arrive() {
        if missing.subtract(1, ordering: .relaxed).newValue == 0 { gate.open() }
    }
}
