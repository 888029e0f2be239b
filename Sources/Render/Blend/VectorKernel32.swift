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
