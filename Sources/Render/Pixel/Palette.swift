/// The colors that things are told apart by: the same index has the same color on every frame of every run.
///
/// The first six are from Okabe and Ito, "Color Universal Design" (2008), the rest were searched for. Seen with normal
/// vision, protanopia, deuteranopia or tritanopia (Machado et al. 2009) no two lie closer than a CIELAB distance of 12, of the first ten
/// 15; all have a lightness of 50 or more, to be seen on dark frames. `PaletteTests` computes both.
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
        StraightRGBA8(hex: 0xBBFFFF),  // ice
        StraightRGBA8(hex: 0xEEFFDD),  // cream
        StraightRGBA8(hex: 0x88DD66),  // grass
        StraightRGBA8(hex: 0xDD22AA),  // magenta
        StraightRGBA8(hex: 0x77DDFF),  // pale sky
        StraightRGBA8(hex: 0x448844),  // fir
        StraightRGBA8(hex: 0xFF8844),  // apricot
        StraightRGBA8(hex: 0xCCAA77),  // sand
        StraightRGBA8(hex: 0xBBFF77),  // lime
        StraightRGBA8(hex: 0xFF3377),  // raspberry
        StraightRGBA8(hex: 0x8877BB),  // heather
        StraightRGBA8(hex: 0x99BB99),  // sage
        StraightRGBA8(hex: 0xEEFF11),  // lemon
        StraightRGBA8(hex: 0x9999FF),  // lavender
    ]

    /// The color of the thing numbered `index`; numbers beyond the palette start again at its beginning.
    package static func color(index: Int) -> StraightRGBA8 { colors[number(index: index)] }

    /// The color of the thing called `name`, one of the first ten, by its FNV-1a hash.
    package static func color(name: String) -> StraightRGBA8 { colors[number(name: name)] }

    /// Where in the palette the thing numbered `index` is.
    package static func number(index: Int) -> Int {
        let remainder = index % colors.count
        return remainder < 0 ? remainder + colors.count : remainder
    }

    /// Where in the palette the thing called `name` is: among the first ten.
    package static func number(name: String) -> Int {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in name.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        return Int((hash ^ hash >> 32) % 10)
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
