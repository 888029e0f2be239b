import Foundation

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
