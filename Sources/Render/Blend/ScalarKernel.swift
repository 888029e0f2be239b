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
