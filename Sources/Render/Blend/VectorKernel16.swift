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
