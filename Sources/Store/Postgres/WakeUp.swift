import Foundation

/// A pipe that wakes a thread out of `poll`.
final class WakeUp: Sendable {
    /// Readable from `wake` until `sleep`.
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
    func sleep() {
        var bytes = [UInt8](repeating: 0, count: 64)
        // Safety: `bytes` has room for as many bytes as are asked for.
        while unsafe read(descriptor, &bytes, 64) > 0 {}
    }
}
