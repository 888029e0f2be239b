/// Blends several pixels at once, as 16-bit halves of 32-bit pixels.
///
/// A pixel is a little-endian word 0xAABBGGRR. Its bytes at even places (red, blue) and at odd places (green, alpha)
/// are kept in two vectors of 16-bit lanes, in which the product of two bytes fits; so nothing is widened or packed.
package protocol VectorKernel: BlendKernel {
    associatedtype Pixels: SIMD & BitwiseCopyable where Pixels.Scalar == UInt32
    associatedtype Lanes: SIMD & BitwiseCopyable where Lanes.Scalar == UInt16
    /// One coverage byte for each pixel.
    associatedtype Coverage: SIMD & BitwiseCopyable where Coverage.Scalar == UInt8
    /// Blends the pixels that are left over at a row's end.
    associatedtype Narrower: BlendKernel

    /// The bits of `pixels` as twice as many lanes of 16 bits.
    static func lanes(_ pixels: Pixels) -> Lanes
    static func pixels(_ lanes: Lanes) -> Pixels
    /// Whether every alpha is 255.
    static func isOpaque(_ pixels: Pixels) -> Bool
    /// Each coverage byte in both halves of its pixel. Lane by lane, because the generic conversion is not inlined.
    static func spread(_ coverage: Coverage) -> Lanes
    /// The bits of the first of 8 coverage bytes, as many as there are pixels.
    static func coverage(_ word: UInt64) -> Coverage
}

extension VectorKernel {
    @inline(always)
    package static func blend(
        _ color: PremultipliedRGBA8,
        coverage: Span<UInt8>,
        onto row: inout MutableSpan<UInt8>,
        at offset: Int
    ) {
        let source = split(Pixels(repeating: color.word))
        var pixel = 0
        while pixel &+ Pixels.scalarCount <= coverage.count {
            let scaled = scaled(source, by: spread(coverage.load(Coverage.self, at: pixel)))
            sourceOver(scaled, onto: &row, at: offset &+ pixel &* 4)
            pixel &+= Pixels.scalarCount
        }
        guard pixel < coverage.count else { return }
        let tail = coverage.extracting(pixel..<coverage.count)
        guard offset + (pixel + Pixels.scalarCount) * 4 > row.count else {
            // Pixels that are not covered keep their bytes, so those after the row's end may be blended with it.
            let padded = spread(Self.coverage(word(of: tail)))
            sourceOver(scaled(source, by: padded), onto: &row, at: offset &+ pixel &* 4)
            return
        }
        Narrower.blend(color, coverage: tail, onto: &row, at: offset &+ pixel &* 4)
    }

    @inline(always)
    package static func blend(
        _ color: PremultipliedRGBA8,
        count: Int,
        onto row: inout MutableSpan<UInt8>,
        at offset: Int
    ) {
        let source = split(Pixels(repeating: color.word))
        var pixel = 0
        while pixel &+ Pixels.scalarCount <= count {
            sourceOver(source, onto: &row, at: offset &+ pixel &* 4)
            pixel &+= Pixels.scalarCount
        }
        guard pixel < count else { return }
        Narrower.blend(color, count: count - pixel, onto: &row, at: offset &+ pixel &* 4)
    }

    @inline(always)
    package static func blend(_ source: Span<UInt8>, onto row: inout MutableSpan<UInt8>, at offset: Int) {
        var start = 0
        while start &+ Pixels.scalarCount &* 4 <= source.count {
            blend(source.load(Pixels.self, at: start), onto: &row, at: offset &+ start)
            start &+= Pixels.scalarCount &* 4
        }
        guard start < source.count else { return }
        Narrower.blend(source.extracting(start..<source.count), onto: &row, at: offset &+ start)
    }

    /// At most 7 bytes, the first one lowest, and 0 after them.
    @inline(always)
    private static func word(of bytes: Span<UInt8>) -> UInt64 {
        var word: UInt64 = 0
        for index in bytes.indices { word |= UInt64(bytes[index]) &<< UInt64(index * 8) }
        return word
    }

    /// `color` with one coverage byte a pixel.
    @inline(always)
    static func pixels(of color: PremultipliedRGBA8, coverage: Coverage) -> Pixels {
        let scaled = scaled(split(Pixels(repeating: color.word)), by: spread(coverage))
        return pixels(scaled.even | (scaled.odd &<< 8))
    }

    /// Source-over of `source` on as many pixels of `row`, the first of which is at `start` bytes.
    @inline(always)
    static func blend(_ source: Pixels, onto row: inout MutableSpan<UInt8>, at start: Int) {
        if isOpaque(source) {
            row.store(source, at: start)
        } else {
            sourceOver(split(source), onto: &row, at: start)
        }
    }

    /// src + dst · (255 − srcA) / 255; the sum cannot pass 255, because src is premultiplied.
    @inline(always)
    private static func sourceOver(_ source: Halves<Lanes>, onto row: inout MutableSpan<UInt8>, at start: Int) {
        let target = split(row.load(Pixels.self, at: start))
        let rest = transparency(source)
        let even = source.even &+ div255(target.even &* rest)
        let odd = source.odd &+ div255(target.odd &* rest)
        row.store(pixels(even | (odd &<< 8)), at: start)
    }

    @inline(always)
    private static func scaled(_ source: Halves<Lanes>, by coverage: Lanes) -> Halves<Lanes> {
        Halves(even: div255(source.even &* coverage), odd: div255(source.odd &* coverage))
    }

    @inline(always)
    private static func split(_ pixels: Pixels) -> Halves<Lanes> {
        let lanes = lanes(pixels)
        return Halves(even: lanes & Lanes(repeating: 0xFF), odd: lanes &>> 8)
    }

    /// 255 − alpha, which is the upper of a pixel's two odd bytes, in both of its lanes.
    @inline(always)
    private static func transparency(_ source: Halves<Lanes>) -> Lanes {
        let transparency = (pixels(source.odd) &>> 16) ^ Pixels(repeating: 255)
        return lanes(transparency | (transparency &<< 16))
    }

    /// round(x / 255), as the scalar `div255`.
    @inline(always)
    private static func div255(_ product: Lanes) -> Lanes {
        let biased = product &+ Lanes(repeating: 128)
        return (biased &+ (biased &>> 8)) &>> 8
    }
}

/// The even and the odd bytes of some pixels, each in 16 bits.
private struct Halves<Lanes> {
    let even: Lanes
    let odd: Lanes
}

extension PremultipliedRGBA8 {
    fileprivate var word: UInt32 {
        UInt32(red) | UInt32(green) << 8 | UInt32(blue) << 16 | UInt32(alpha) << 24
    }
}

/// Four pixels at a time: one 128-bit register.
package enum VectorKernel16: VectorKernel {
    package typealias Pixels = SIMD4<UInt32>
    package typealias Lanes = SIMD8<UInt16>
    package typealias Coverage = SIMD4<UInt8>
    package typealias Narrower = ScalarKernel

    // Safety: both vectors are 16 bytes of plain integers.
    @inline(always)
    package static func lanes(_ pixels: Pixels) -> Lanes { unsafe unsafeBitCast(pixels, to: Lanes.self) }
    @inline(always)
    package static func pixels(_ lanes: Lanes) -> Pixels { unsafe unsafeBitCast(lanes, to: Pixels.self) }
    @inline(always)
    package static func coverage(_ word: UInt64) -> Coverage {
        unsafe unsafeBitCast(UInt32(truncatingIfNeeded: word), to: Coverage.self)
    }
    @inline(always)
    package static func isOpaque(_ pixels: Pixels) -> Bool { pixels.isOpaque }
    @inline(always)
    package static func spread(_ coverage: Coverage) -> Lanes {
        let wide = Pixels(UInt32(coverage[0]), UInt32(coverage[1]), UInt32(coverage[2]), UInt32(coverage[3]))
        return lanes(wide | (wide &<< 16))
    }
}

extension SIMD4<UInt32> {
    /// Whether the upper byte of every lane is 255.
    @inline(always)
    // Safety: both vectors are 16 bytes of plain integers.
    var isOpaque: Bool {
        let words = unsafe unsafeBitCast(self, to: SIMD2<UInt64>.self)
        return ~(words[0] & words[1]) & 0xFF00_0000_FF00_0000 == 0
    }
}

/// Eight pixels at a time: one 256-bit register, or two of 128 bits.
package enum VectorKernel32: VectorKernel {
    package typealias Pixels = SIMD8<UInt32>
    package typealias Lanes = SIMD16<UInt16>
    package typealias Coverage = SIMD8<UInt8>
    package typealias Narrower = VectorKernel16

    // Safety: both vectors are 32 bytes of plain integers.
    @inline(always)
    package static func lanes(_ pixels: Pixels) -> Lanes { unsafe unsafeBitCast(pixels, to: Lanes.self) }
    @inline(always)
    package static func pixels(_ lanes: Lanes) -> Pixels { unsafe unsafeBitCast(lanes, to: Pixels.self) }
    @inline(always)
    package static func coverage(_ word: UInt64) -> Coverage { unsafe unsafeBitCast(word, to: Coverage.self) }
    @inline(always)
    package static func isOpaque(_ pixels: Pixels) -> Bool { (pixels.lowHalf & pixels.highHalf).isOpaque }
    @inline(always)
    package static func spread(_ coverage: Coverage) -> Lanes {
        let wide = Pixels(
            lowHalf: SIMD4(UInt32(coverage[0]), UInt32(coverage[1]), UInt32(coverage[2]), UInt32(coverage[3])),
            highHalf: SIMD4(UInt32(coverage[4]), UInt32(coverage[5]), UInt32(coverage[6]), UInt32(coverage[7]))
        )
        return lanes(wide | (wide &<< 16))
    }
}
