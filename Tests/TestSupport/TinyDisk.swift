#if os(Linux)
import Foundation

/// A file system of 64 KiB, for tests of what happens when it is full or read-only; unmounted when the test lets go of it.
package final class TinyDisk: Sendable {
    /// Whether this process may mount file systems; in most containers and for most users it may not.
    package static let isAvailable = (try? TinyDisk()) != nil

    package let folder: TemporaryFolder

    package init() throws {
        folder = try TemporaryFolder()
        // Safety: the system reads the strings during the call only.
        let result = unsafe mount("objects-test", folder.path, "tmpfs", 0, "size=64k")
        guard result == 0 else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EPERM) }
    }

    deinit {
        // Safety: the system reads the path during the call only.
        _ = unsafe umount2(folder.path, 2)
    }

    package func makeReadOnly() throws {
        // Safety: the system reads the strings during the call only.
        let result = unsafe mount("objects-test", folder.path, "tmpfs", UInt(MS_REMOUNT | MS_RDONLY), "")
        guard result == 0 else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EPERM) }
    }
}
#endif
