/// The colors that things are told apart by: the same index has the same color on every frame of every run.
///
/// The first six are from Okabe and Ito, "Color Universal Design" (2008), the rest were searched for. Seen with normal
/// vision, protanopia, deuteranopia or tritanopia (Machado et al. 2009) no two lie closer than a CIELAB distance of 15;
/// all have a lightness of 50 or more, to be seen on dark frames. `PaletteTests` computes both.
package enum Palette {
    package static let colors: [StraightRGBA8] = [
        StraightRGBA8(hex: 0x56B4E9),  // sky blue
        StraightRGBA8(hex: 0xE69F00),  // orange
        StraightRGBA8(hex: 0x9955FF),  // violet
        StraightRGBA8(hex: 0xF0E442),  // yellow
        StraightRGBA8(hex: 0xD55E00),  // vermilion
        StraightRGBA8(hex: 0x00FF99),  // mint
        StraightRGBA8(hex: 0xCC79A7),  // pink
        StraightRGBA8(hex: 0x7777DD),  // periwinkle
        StraightRGBA8(hex: 0xFF0055),  // rose
        StraightRGBA8(hex: 0x009E73),  // bluish green
    ]

    /// The color of the thing numbered `index`; numbers beyond the palette start again at its beginning.
    package static func color(index: Int) -> StraightRGBA8 {
        let remainder = index % colors.count
        return colors[remainder < 0 ? remainder + colors.count : remainder]
    }

    /// The color of the thing called `name`, by its FNV-1a hash.
    package static func color(name: String) -> StraightRGBA8 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in name.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        return colors[Int((hash ^ hash >> 32) % UInt64(colors.count))]
    }
}

/// A scale of colors for a quantity; dark blue for little to yellow for much, with even steps of lightness.
///
/// Nine stops of viridis (Smith and van der Walt, 2015), joined by straight lines in sRGB.
package enum Colormap {
    private static let stops: [StraightRGBA8] = [
        0x440154, 0x472D7B, 0x3B528B, 0x2C728E, 0x21918C, 0x28AE80, 0x5EC962, 0xADDC30, 0xFDE725,
    ].map(StraightRGBA8.init(hex:))

    /// The color at `fraction` of the scale, which is cut to 0…1.
    package static func color(at fraction: Double) -> StraightRGBA8 {
        let position = min(max(fraction, 0), 1) * Double(stops.count - 1)
        let index = min(Int(clamping: position), stops.count - 2)
        let (low, high) = (stops[index], stops[index + 1])
        func mix(_ channel: KeyPath<StraightRGBA8, UInt8>) -> UInt8 {
            let (from, to) = (Double(low[keyPath: channel]), Double(high[keyPath: channel]))
            return UInt8(clamping: (from + (to - from) * (position - Double(index))).rounded())
        }
        return StraightRGBA8(red: mix(\.red), green: mix(\.green), blue: mix(\.blue))
    }
}
