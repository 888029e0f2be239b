import Synchronization

/// One piece of blocking work and the task that waits for it; runs or is cancelled, never both.
final class BlockingJob<Value: Sendable, Failure: Error>: Sendable {
    typealias Waiter = CheckedContinuation<Result<Value, Failure>, Never>

    private enum State {
        case created
        case waiting(Waiter)
        case cancelled
        case started
    }

    private let state = Mutex(State.created)
    private let work: @Sendable () throws(Failure) -> Value

    init(_ work: @escaping @Sendable () throws(Failure) -> Value) {
        self.work = work
    }

    /// Keeps `waiter` until the job has run; resumes it now and answers false where the job is already cancelled.
    func wait(_ waiter: Waiter, ifCancelled cancelled: Failure) -> Bool {
        let isWaiting = state.withLock { state in
            guard case .created = state else { return false }
            state = .waiting(waiter)
            return true
        }
        if !isWaiting { waiter.resume(returning: .failure(cancelled)) }
        return isWaiting
    }

    /// Does the work and resumes the waiter; does nothing where the job is cancelled.
    func run() {
        guard let waiter = takeWaiter(leaving: .started) else { return }
        waiter.resume(returning: Result(catching: work))
    }

    /// Resumes the waiter with `cancelled`; does nothing once the work has begun.
    func cancel(with cancelled: Failure) {
        takeWaiter(leaving: .cancelled)?.resume(returning: .failure(cancelled))
    }

    private func takeWaiter(leaving next: State) -> Waiter? {
        state.withLock { state in
            switch state {
            case .created:
                state = next
                return nil
            case .waiting(let waiter):
                state = next
                return waiter
            case .cancelled, .started:
                return nil
            }
        }
    }
}
