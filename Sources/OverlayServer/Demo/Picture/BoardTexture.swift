/// Light-emitting advertising boards: words of dots that scroll along the touchline.
struct BoardTexture: Sendable {
    private struct Panel {
        let text: [UInt8]
        let background: SIMD4<Float>
        let ink: SIMD4<Float>

        init(_ text: String, _ background: UInt32, _ ink: UInt32) {
            self.text = text.flatMap { (DotFont.columns[$0] ?? [0, 0]) + [0] }
            self.background = SIMD4(hex: background)
            self.ink = SIMD4(hex: ink)
        }
    }

    private static let panels = [
        Panel("EVERY FRAME", 0x0E2E6E, 0xF4F7FF),
        Panel("OVERLAY", 0xE8ECEF, 0xC01F2E),
        Panel("MPR REPLAY", 0x0B0D12, 0xF6C12B),
        Panel("FRAME BY FRAME", 0x0A6A5A, 0xEFFFF6),
    ]

    /// Meters.
    private static let panelLength: Float = 11
    private static let dot: Float = 0.108
    private static let scrollPerSecond: Float = 0.35

    /// The board `along` meters from its corner; `height` is in 0…1 meters above the grass.
    ///
    /// `scale` is in pixels a meter.
    func color(along: Float, height: Float, scale: Float, time: Float) -> SIMD4<Float> {
        let position = along + time * Self.scrollPerSecond
        let index = floorToInt32(position / Self.panelLength)
        let panel = Self.panels[Int(index & 3)]
        let within = position - Float(index) * Self.panelLength
        let margin = (Self.panelLength - Float(panel.text.count) * Self.dot) / 2
        let ink = brightness(of: panel.text, column: (within - margin) / Self.dot, row: (height - 0.12) / Self.dot)
        let edge = min(min(height, 1 - height) - 0.04, min(within, Self.panelLength - within))
        let glow = 0.86 + 0.1 * height
        let light = mix(0.2, glow, clampToUnit(edge * scale + 0.5))
        return (panel.background + (panel.ink - panel.background) * ink) * light
    }

    /// How much of the four nearest dots' light falls here; `row` counts from the bottom.
    private func brightness(of text: [UInt8], column: Float, row: Float) -> Float {
        let left = floorToInt32(column - 0.5)
        let bottom = floorToInt32(row - 0.5)
        let across = column - 0.5 - Float(left)
        let up = row - 0.5 - Float(bottom)
        let lower = mix(lamp(text, left, bottom), lamp(text, left + 1, bottom), across)
        let upper = mix(lamp(text, left, bottom + 1), lamp(text, left + 1, bottom + 1), across)
        return mix(lower, upper, up)
    }

    private func lamp(_ text: [UInt8], _ column: Int32, _ row: Int32) -> Float {
        guard text.indices.contains(Int(column)), 0..<7 ~= row else { return 0 }
        return text[Int(column)] >> UInt8(row) & 1 == 1 ? 1 : 0
    }
}

/// Capital letters of 5 × 7 dots; a byte a column from the left, its lowest bit the bottom dot.
private enum DotFont {
    static let columns: [Character: [UInt8]] = [
        "A": [0b0111111, 0b1001000, 0b1001000, 0b1001000, 0b0111111],
        "B": [0b1111111, 0b1001001, 0b1001001, 0b1001001, 0b0110110],
        "E": [0b1111111, 0b1001001, 0b1001001, 0b1001001, 0b1000001],
        "F": [0b1111111, 0b1001000, 0b1001000, 0b1001000, 0b1000000],
        "L": [0b1111111, 0b0000001, 0b0000001, 0b0000001, 0b0000001],
        "M": [0b1111111, 0b0100000, 0b0011000, 0b0100000, 0b1111111],
        "O": [0b0111110, 0b1000001, 0b1000001, 0b1000001, 0b0111110],
        "P": [0b1111111, 0b1001000, 0b1001000, 0b1001000, 0b0110000],
        "R": [0b1111111, 0b1001000, 0b1001100, 0b1001010, 0b0110001],
        "V": [0b1111100, 0b0000010, 0b0000001, 0b0000010, 0b1111100],
        "Y": [0b1110000, 0b0001000, 0b0000111, 0b0001000, 0b1110000],
    ]
}
