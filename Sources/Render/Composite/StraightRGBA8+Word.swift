extension StraightRGBA8 {
    /// The four bytes as one little-endian word 0xAABBGGRR.
    @inline(always)
    var word: UInt32 { UInt32(red) | UInt32(green) << 8 | UInt32(blue) << 16 | UInt32(alpha) << 24 }

    @inline(always)
    init(word: UInt32) {
        self.init(
            red: UInt8(truncatingIfNeeded: word),
            green: UInt8(truncatingIfNeeded: word >> 8),
            blue: UInt8(truncatingIfNeeded: word >> 16),
            alpha: UInt8(truncatingIfNeeded: word >> 24)
        )
    }
}
