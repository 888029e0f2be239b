internal import Synchronization

/// Lends canvases and takes them back, so that drawing does not ask the system for fresh memory every time.
package final class CanvasPool: Sendable {
    private let idle = Mutex<[Canvas]>([])

    /// How many canvases are kept, and how large one may have grown, in bytes, to be kept.
    private static let capacity = 16
    private static let largest = 32 << 20

    package init() {}

    /// Calls `body` with an empty canvas of `size`.
    package func withCanvas<Result, Failure: Error>(
        size: PixelSize,
        _ body: (inout Canvas) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        var canvas = idle.withLock { $0.popLast() } ?? Canvas(size: size)
        canvas.reset(to: size)
        defer { giveBack(canvas) }
        return try body(&canvas)
    }

    private func giveBack(_ canvas: consuming Canvas) {
        guard canvas.storageCapacity <= Self.largest else { return }
        idle.withLock { [canvas] idle in
            if idle.count < Self.capacity { idle.append(canvas) }
        }
    }
}
