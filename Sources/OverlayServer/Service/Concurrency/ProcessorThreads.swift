import Dispatch
import Foundation
import Synchronization

/// Runs what keeps a processor busy on threads of its own, so that what waits for stores and callers is not held up by it.
///
/// What runs here is still part of its task, and sees when that is cancelled.
package final class ProcessorThreads: TaskExecutor {
    private struct State {
        var jobs: [UnownedJob] = []
        var isClosed = false
    }

    /// What the threads hold on to, which lets go of the executor.
    private final class Queue: Sendable {
        private let state = Mutex(State())
        private let turns = DispatchSemaphore(value: 0)

        func add(_ job: UnownedJob) {
            state.withLock { $0.jobs.append(job) }
            turns.signal()
        }

        func close() {
            state.withLock { $0.isClosed = true }
            turns.signal()
        }

        /// Waits for the next job; `nil` once the queue is closed.
        func next() -> UnownedJob? {
            turns.wait()
            return state.withLock { state in
                guard state.jobs.isEmpty else { return state.jobs.removeFirst() }
                // For the next thread.
                if state.isClosed { turns.signal() }
                return nil
            }
        }
    }

    private let queue = Queue()

    init(count: Int) {
        for number in 0..<count {
            let thread = Thread { [queue, executor = WeakExecutor(self)] in
                // Foundation loses the name of a thread that has just begun.
                try? Data("processor-\(number)".utf8).write(to: URL(filePath: "/proc/thread-self/comm"))
                while let job = queue.next() {
                    guard let executor = executor.value else { continue }
                    // Safety: each job is taken out of the queue, and run, once.
                    unsafe job.runSynchronously(on: executor.asUnownedTaskExecutor())
                }
            }
            // As much as the main thread has.
            thread.stackSize = 8 << 20
            thread.start()
        }
    }

    deinit { queue.close() }

    package func enqueue(_ job: consuming ExecutorJob) { queue.add(UnownedJob(job)) }

    /// What `work` gives, which runs on one of the threads.
    package func run<Value: Sendable>(_ work: @concurrent @Sendable () async throws -> Value) async throws -> Value {
        try await withTaskExecutorPreference(self) { try await work() }
    }
}

private struct WeakExecutor: Sendable {
    weak let value: ProcessorThreads?

    init(_ value: ProcessorThreads) { self.value = value }
}
