import Foundation
import Synchronization

/// How long one operation on a connection waits for its socket: until a deadline, or until it is cancelled.
final class SocketWait: Sendable {
    enum Event {
        case readable
        case readableOrWritable
    }

    /// Why waiting ended before anything happened on the socket.
    enum Interruption: Error {
        case deadline
        case cancelled
    }

    private let deadline: ContinuousClock.Instant
    private let wakeUp: WakeUp
    private let isCancelled = Atomic(false)

    init(until deadline: ContinuousClock.Instant, wakeUp: WakeUp) {
        self.deadline = deadline
        self.wakeUp = wakeUp
    }

    /// Ends the waiting, now and from now on.
    func cancel() {
        isCancelled.store(true, ordering: .sequentiallyConsistent)
        wakeUp.wake()
    }

    /// Blocks until `event` on `socket`, which includes that it is broken.
    func wait(for event: Event, on socket: Int32) throws(Interruption) {
        let events = Int16(event == .readable ? POLLIN : POLLIN | POLLOUT)
        while true {
            wakeUp.sleep()
            if isCancelled.load(ordering: .sequentiallyConsistent) { throw .cancelled }
            let left = ContinuousClock.now.duration(to: deadline)
            guard left > .zero else { throw .deadline }
            var descriptors = [
                pollfd(fd: socket, events: events, revents: 0),
                pollfd(fd: wakeUp.descriptor, events: Int16(POLLIN), revents: 0),
            ]
            let milliseconds = min(left / .milliseconds(1) + 1, 60_000)
            // Safety: the system reads and writes the two elements that `descriptors` has.
            _ = unsafe poll(&descriptors, 2, Int32(milliseconds))
            if descriptors[0].revents != 0 { return }
        }
    }
}
