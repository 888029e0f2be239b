import Dispatch
import Synchronization

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
