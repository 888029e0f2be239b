/// A color of four 8-bit sRGB channels whose red, green and blue are independent of alpha.
package struct StraightRGBA8: Hashable, Sendable, BitwiseCopyable {
    package let red: UInt8
    package let green: UInt8
    package let blue: UInt8
    package let alpha: UInt8

    package init(red: UInt8, green: UInt8, blue: UInt8, alpha: UInt8 = 255) {
        self.red = red
        self.green = green
        self.blue = blue
        self.alpha = alpha
    }

    /// An opaque color from `0xRRGGBB`.
    package init(hex: UInt32) {
        self.init(
            red: UInt8(truncatingIfNeeded: hex >> 16),
            green: UInt8(truncatingIfNeeded: hex >> 8),
            blue: UInt8(truncatingIfNeeded: hex)
        )
    }

    /// The same color with its alpha scaled by `opacity`, which is clamped to `0...1`.
    package func withOpacity(_ opacity: Double) -> StraightRGBA8 {
        let scaled = (Double(alpha) * min(max(opacity, 0), 1)).rounded()
        return StraightRGBA8(red: red, green: green, blue: blue, alpha: UInt8(clamping: scaled))
    }

    /// The same color without transparency.
    package var opaque: StraightRGBA8 { StraightRGBA8(red: red, green: green, blue: blue) }

    package var premultiplied: PremultipliedRGBA8 { PremultipliedRGBA8(self) }
}
