/// A pixel of four 8-bit channels whose red, green and blue are already multiplied by alpha.
///
/// Guarantee: red, green and blue are at most alpha.
package struct PremultipliedRGBA8: Hashable, Sendable, BitwiseCopyable {
    package let red: UInt8
    package let green: UInt8
    package let blue: UInt8
    package let alpha: UInt8

    package static let transparent = PremultipliedRGBA8(StraightRGBA8(red: 0, green: 0, blue: 0, alpha: 0))

    package init(_ color: StraightRGBA8) {
        red = div255(UInt16(color.red) * UInt16(color.alpha))
        green = div255(UInt16(color.green) * UInt16(color.alpha))
        blue = div255(UInt16(color.blue) * UInt16(color.alpha))
        alpha = color.alpha
    }

    /// `nil` where a color channel is above alpha.
    package init?(red: UInt8, green: UInt8, blue: UInt8, alpha: UInt8) {
        guard max(red, green, blue) <= alpha else { return nil }
        self.red = red
        self.green = green
        self.blue = blue
        self.alpha = alpha
    }

    /// The pixel whose first byte is at `offset` of bytes that hold premultiplied pixels.
    init(_ bytes: Span<UInt8>, at offset: Int) {
        (red, green, blue, alpha) = (bytes[offset], bytes[offset + 1], bytes[offset + 2], bytes[offset + 3])
        assert(max(red, green, blue) <= alpha, "A blend kernel gives no color above its alpha.")
    }

    package var isOpaque: Bool { alpha == 255 }

    /// The straight color nearest to this pixel; transparent black where alpha is 0.
    package var straightened: StraightRGBA8 {
        guard alpha > 0 else { return StraightRGBA8(red: 0, green: 0, blue: 0, alpha: 0) }
        return StraightRGBA8(
            red: unpremultiplied(red),
            green: unpremultiplied(green),
            blue: unpremultiplied(blue),
            alpha: alpha
        )
    }

    /// round(channel · 255 / alpha); at most 255 because a channel is at most alpha.
    private func unpremultiplied(_ channel: UInt8) -> UInt8 {
        let divisor = UInt32(alpha)
        return UInt8((UInt32(channel) * 255 + divisor / 2) / divisor)
    }
}

/// round(product / 255), exactly, for every product of two bytes (0…65 025).
///
/// Formula: t = product + 128; (t + (t >> 8)) >> 8. The test checks every input.
@inline(always)
package func div255(_ product: UInt16) -> UInt8 {
    let biased = product &+ 128
    return UInt8(truncatingIfNeeded: (biased &+ (biased >> 8)) >> 8)
}
