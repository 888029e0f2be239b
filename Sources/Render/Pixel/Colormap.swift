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
