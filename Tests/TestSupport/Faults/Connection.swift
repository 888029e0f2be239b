import Foundation
import Synchronization

/// One TCP connection. One thread reads, writes and closes it; any other may end it.
final class Connection: Sendable {
    private struct State {
        var isOpen = true
        var mustReset = false
    }

    private let socket: Int32
    private let state = Mutex(State())

    /// Takes over `socket`.
    init(socket: Int32) {
        self.socket = socket
        var yes: Int32 = 1
        // Safety: the system reads the option during the call only.
        unsafe setsockopt(socket, Int32(IPPROTO_TCP), TCP_NODELAY, &yes, 4)
    }

    deinit {
        close()
    }

    /// The next bytes, up to 64 KiB; empty at the end, and where the connection is broken.
    func read() -> [UInt8] {
        // Safety: the system writes no more than the capacity, and `count` is what it wrote.
        unsafe [UInt8](unsafeUninitializedCapacity: 64 << 10) { buffer, count in
            unsafe count = max(0, recv(socket, buffer.baseAddress, buffer.count, 0))
        }
    }

    /// Whether all of `bytes` were taken.
    @discardableResult
    func write(_ bytes: ArraySlice<UInt8>) -> Bool {
        var rest = bytes
        while !rest.isEmpty {
            // Safety: the system reads no more than `rest` holds.
            let count = unsafe rest.withUnsafeBytes {
                unsafe send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { return false }
            rest = rest.dropFirst(count)
        }
        return true
    }

    /// Returns once the other side has closed the connection, or somebody has ended it.
    func waitForEnd() {
        while !read().isEmpty {}
    }

    /// Returns once the other side's system has all that was written, or will take nothing more.
    func waitUntilSent() {
        var unsent: Int32 = 0
        // Safety: the system fills the number it is given.
        while unsafe ioctl(socket, UInt(TIOCOUTQ), &unsent) == 0, unsent > 0, !isOver { usleep(1000) }
    }

    /// Whether either side has reset it, or both have ended it: what was not sent by then never will be.
    private var isOver: Bool {
        var question = pollfd(fd: socket, events: 0, revents: 0)
        // Safety: the system fills the one question it is given.
        return unsafe poll(&question, 1, 0) > 0
    }

    /// Lets whoever reads or writes see the end; from any thread.
    func end() {
        state.withLock { if $0.isOpen { _ = shutdown(socket, Int32(SHUT_RDWR)) } }
    }

    /// `end`, but not where the connection is to be reset.
    func endUnlessReset() {
        if !state.withLock({ $0.mustReset }) { end() }
    }

    /// Lets whoever reads see the end, and `close` reset the connection; from any thread.
    func endWithReset() {
        state.withLock { state in
            state.mustReset = true
            if state.isOpen { _ = shutdown(socket, Int32(SHUT_RD)) }
        }
    }

    func close() {
        state.withLock { state in
            guard state.isOpen else { return }
            state.isOpen = false
            if state.mustReset {
                var option = linger(l_onoff: 1, l_linger: 0)
                // Safety: the system reads the option during the call only.
                unsafe setsockopt(socket, SOL_SOCKET, SO_LINGER, &option, socklen_t(MemoryLayout<linger>.size))
            }
            Foundation.close(socket)
        }
    }
}
