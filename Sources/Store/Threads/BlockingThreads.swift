import Dispatch
import Foundation
import Synchronization

/// A fixed number of threads for calls that block, so that none of them holds one of Swift's cooperative threads.
///
/// The threads end with the last reference to this object, after the work that is waiting by then.
package final class BlockingThreads: Sendable {
    private let queue = BlockingWorkQueue()
    private let count: Int

    /// `count` (at least 1) is how many blocking calls run at once.
    package init(count: Int) {
        precondition(count >= 1, "work needs at least one thread")
        self.count = count
        for _ in 0..<count {
            Thread { [queue] in
                while let work = queue.next() { work() }
            }.start()
        }
    }

    deinit {
        queue.close(threads: count)
    }

    /// Runs `work` on one of the threads and gives what it returns or throws.
    ///
    /// A task that is cancelled before its turn gets `cancelled` at once and `work` never runs; work that has begun is
    /// not interrupted.
    package func run<Value: Sendable, Failure: Error>(
        ifCancelled cancelled: Failure,
        _ work: @escaping @Sendable () throws(Failure) -> Value
    ) async throws(Failure) -> Value {
        let job = BlockingJob(work)
        let result = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                guard job.wait(continuation, ifCancelled: cancelled) else { return }
                queue.add { job.run() }
            }
        } onCancel: {
            job.cancel(with: cancelled)
        }
        return try result.get()
    }
}

/// Work that waits for a thread, first come, first served.
final class BlockingWorkQueue: Sendable {
    private let waiting = Mutex<[@Sendable () -> Void]>([])
    /// Counts the work that waits, and after `close` one empty turn for each thread.
    private let turns = DispatchSemaphore(value: 0)

    func add(_ work: @escaping @Sendable () -> Void) {
        waiting.withLock { $0.append(work) }
        turns.signal()
    }

    /// Blocks until there is work, and takes it; `nil` once the queue is closed and empty.
    func next() -> (@Sendable () -> Void)? {
        turns.wait()
        return waiting.withLock { $0.isEmpty ? nil : $0.removeFirst() }
    }

    /// Lets each of `threads` threads see the end after the work added so far.
    func close(threads: Int) {
        for _ in 0..<threads { turns.signal() }
    }
}

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
