/// Blends runs of RGBA pixels. `ScalarKernel` is the specification; every other kernel gives the same bytes.
///
/// Sources are premultiplied. Rows hold 4 bytes a pixel: red, green, blue, alpha. A row onto which is blended is either
/// premultiplied (a canvas) or opaque (a frame), for both of which source-over is
/// `dst' = src + dst · (1 − srcA)` with every product divided by 255 and rounded to nearest.
package protocol BlendKernel {
    /// Source-over of one color, with one coverage byte a pixel: `src = color · coverage`.
    ///
    /// The first pixel is at `offset` bytes in `row`.
    static func blend(
        _ color: PremultipliedRGBA8,
        coverage: Span<UInt8>,
        onto row: inout MutableSpan<UInt8>,
        at offset: Int
    )

    /// Source-over of one color on `count` pixels.
    static func blend(_ color: PremultipliedRGBA8, count: Int, onto row: inout MutableSpan<UInt8>, at offset: Int)

    /// Source-over of all the premultiplied pixels of `source`.
    static func blend(_ source: Span<UInt8>, onto row: inout MutableSpan<UInt8>, at offset: Int)
}

/// The kernel that drawing uses: eight pixels at a time, which the compiler splits where registers are narrower.
package typealias ActiveKernel = VectorKernel32

/// The blending that every kernel must reproduce bit by bit, one channel after the other.
package enum ScalarKernel: BlendKernel {
    package static func blend(
        _ color: PremultipliedRGBA8,
        coverage: Span<UInt8>,
        onto row: inout MutableSpan<UInt8>,
        at offset: Int
    ) {
        for pixel in coverage.indices {
            blend(color.scaled(by: coverage[pixel]), onto: &row, at: offset + pixel * 4)
        }
    }

    package static func blend(
        _ color: PremultipliedRGBA8,
        count: Int,
        onto row: inout MutableSpan<UInt8>,
        at offset: Int
    ) {
        for pixel in 0..<count { blend(color.channels, onto: &row, at: offset + pixel * 4) }
    }

    package static func blend(_ source: Span<UInt8>, onto row: inout MutableSpan<UInt8>, at offset: Int) {
        for start in stride(from: 0, to: source.count, by: 4) {
            blend(InlineArray { source[start + $0] }, onto: &row, at: offset + start)
        }
    }

    private static func blend(_ source: InlineArray<4, UInt8>, onto row: inout MutableSpan<UInt8>, at start: Int) {
        let rest = UInt16(255 - source[3])
        for channel in 0..<4 {
            row[start + channel] = source[channel] + div255(UInt16(row[start + channel]) * rest)
        }
    }
}

extension PremultipliedRGBA8 {
    package var channels: InlineArray<4, UInt8> { [red, green, blue, alpha] }

    /// Every channel times `coverage` / 255.
    fileprivate func scaled(by coverage: UInt8) -> InlineArray<4, UInt8> {
        let channels = channels
        return InlineArray { div255(UInt16(channels[$0]) * UInt16(coverage)) }
    }
}
