import Foundation

/// How many file descriptors this process has open, but for those of timers, which the Swift runtime makes as it likes.
package func openFileDescriptorCount() throws -> Int {
    let folder = "/proc/self/fd"
    return try FileManager.default.contentsOfDirectory(atPath: folder).count { name in
        // The listing's own is gone by now.
        guard let target = try? FileManager.default.destinationOfSymbolicLink(atPath: "\(folder)/\(name)") else {
            return false
        }
        return !target.hasSuffix("[timerfd]") && !target.hasSuffix("[eventpoll]")
    }
}
