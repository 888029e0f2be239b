/// A decoded picture: rows of straight RGBA bytes, top row first, without padding between rows.
package struct Bitmap: Sendable {
    package let size: PixelSize
    /// True when every alpha byte is 255; the compositor then takes its fast way and PNG output drops the channel.
    package let isOpaque: Bool
    /// `size.pixelCount * 4` bytes: red, green, blue, alpha.
    package private(set) var bytes: [UInt8]

    package var bytesPerRow: Int { size.width * 4 }

    /// Makes a picture whose bytes `fill` writes; it must write all of them, or throw.
    package init<Failure: Error>(
        size: PixelSize,
        isOpaque: Bool,
        fill: (UnsafeMutableRawBufferPointer) throws(Failure) -> Void
    ) throws(Failure) {
        self.size = size
        self.isOpaque = isOpaque
        bytes = try unsafe [UInt8](filling: size.pixelCount * 4, with: fill)
    }

    /// A picture of these bytes; `nil` unless there are `size.pixelCount * 4`.
    package init?(size: PixelSize, isOpaque: Bool, bytes: [UInt8]) {
        guard bytes.count == size.pixelCount * 4 else { return nil }
        self.size = size
        self.isOpaque = isOpaque
        self.bytes = bytes
    }

    /// A picture of one color.
    package init(size: PixelSize, color: StraightRGBA8) {
        self.size = size
        isOpaque = color.alpha == 255
        let row = (0..<size.width).flatMap { _ in [color.red, color.green, color.blue, color.alpha] }
        bytes = []
        bytes.reserveCapacity(size.pixelCount * 4)
        for _ in 0..<size.height { bytes += row }
    }

    package subscript(x x: Int, y y: Int) -> StraightRGBA8 {
        let start = y * bytesPerRow + x * 4
        return StraightRGBA8(
            red: bytes[start],
            green: bytes[start + 1],
            blue: bytes[start + 2],
            alpha: bytes[start + 3]
        )
    }

    /// Calls `body` with the picture's bytes, to be changed in place.
    package mutating func withMutableBytes<Result>(_ body: (inout MutableSpan<UInt8>) -> Result) -> Result {
        var span = bytes.mutableSpan
        return body(&span)
    }
}

extension [UInt8] {
    /// `count` bytes that `fill` writes; it must write all of them, or throw.
    init<Failure: Error>(
        filling count: Int,
        with fill: (UnsafeMutableRawBufferPointer) throws(Failure) -> Void
    ) throws(Failure) {
        var failure: Failure?
        // Safety: the buffer has `count` bytes of capacity, all of which `fill` writes before they are counted.
        self = unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
            do throws(Failure) {
                try unsafe fill(
                    UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(buffer)[..<count])
                )
                initialized = count
            } catch {
                failure = error
                initialized = 0
            }
        }
        if let failure { throw failure }
    }
}
