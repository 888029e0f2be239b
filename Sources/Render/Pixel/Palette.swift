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
