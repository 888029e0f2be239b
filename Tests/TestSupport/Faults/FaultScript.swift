import Synchronization

/// The faults of the next requests, used up one by one; then all passes.
final class FaultScript: Sendable {
    private let state = Mutex((faults: [Fault](), gates: [Gate](), isEnded: false))

    func set(_ faults: [Fault]) {
        state.withLock { $0.faults = faults }
    }

    /// Whether the next fault is `.refuse`; if so it is used up.
    func takeRefusal() -> Bool {
        state.withLock { state in
            guard case .refuse? = state.faults.first else { return false }
            state.faults.removeFirst()
            return true
        }
    }

    /// The next fault, once its gate is open.
    func next() -> Fault {
        let fault = state.withLock { $0.faults.isEmpty ? .pass : $0.faults.removeFirst() }
        return resolve(fault)
    }

    /// `fault` without its delay, which is over when this returns.
    func resolve(_ fault: Fault) -> Fault {
        guard case .delay(let gate, let next) = fault else { return fault }
        let isEnded = state.withLock { state in
            state.gates.append(gate)
            return state.isEnded
        }
        if !isEnded { gate.pass() }
        return resolve(next)
    }

    /// Opens the gates that anybody waits at, now and later.
    func end() {
        let gates = state.withLock { state in
            state.isEnded = true
            return state.gates
        }
        for gate in gates { gate.open() }
    }
}
