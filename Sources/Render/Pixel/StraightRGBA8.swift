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

extension StraightRGBA8 {
    package static let black = StraightRGBA8(hex: 0x000000)
    package static let white = StraightRGBA8(hex: 0xFFFFFF)

    /// Black or white, whichever has the higher contrast with this color.
    ///
    /// WCAG 2.2: contrast is (L₁ + 0.05) / (L₂ + 0.05); black and white are equally far from L = √(1.05 · 0.05) − 0.05.
    package var contrastingText: StraightRGBA8 {
        relativeLuminance > (1.05 * 0.05).squareRoot() - 0.05 ? .black : .white
    }

    /// WCAG 2.2 relative luminance, 0…1.
    package var relativeLuminance: Double {
        0.2126 * Self.linear(red) + 0.7152 * Self.linear(green) + 0.0722 * Self.linear(blue)
    }

    /// The sRGB transfer function to within 0.003, as a polynomial: the same on every machine, which `pow` is not.
    private static func linear(_ channel: UInt8) -> Double {
        let value = Double(channel) / 255
        return value * (value * (value * 0.305306011 + 0.682171111) + 0.012522878)
    }
}
