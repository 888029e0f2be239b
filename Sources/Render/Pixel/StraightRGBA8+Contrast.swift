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
