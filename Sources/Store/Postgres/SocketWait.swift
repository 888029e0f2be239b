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
            wakeUp.drain()
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

/// A pipe that wakes a thread out of `poll`.
final class WakeUp: Sendable {
    /// Readable from `wake` until `drain`.
    let descriptor: Int32
    private let writeEnd: Int32

    /// `nil` where the process has no file descriptor left.
    init?() {
        var ends: [Int32] = [-1, -1]
        // Safety: the system writes two descriptors into `ends`, which has room for them.
        guard unsafe pipe(&ends) == 0 else { return nil }
        for end in ends {
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
            _ = fcntl(end, F_SETFL, O_NONBLOCK)
        }
        descriptor = ends[0]
        writeEnd = ends[1]
    }

    deinit {
        close(descriptor)
        close(writeEnd)
    }

    func wake() {
        var byte: UInt8 = 1
        // Safety: one byte is read from `byte`. A full pipe refuses it, and wakes as well.
        _ = unsafe write(writeEnd, &byte, 1)
    }

    /// Takes back every `wake` so far.
    func drain() {
        var bytes = [UInt8](repeating: 0, count: 64)
        // Safety: `bytes` has room for as many bytes as are asked for.
        while unsafe read(descriptor, &bytes, 64) > 0 {}
    }
}
