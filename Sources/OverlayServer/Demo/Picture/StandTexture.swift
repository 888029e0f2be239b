/// What rises behind the pitch: lit advertising boards, the crowd in its rows, dusk above.
struct StandTexture: Sendable {
    private let people: LatticeNoise
    private let boards: BoardTexture

    init(seed: UInt64) {
        people = LatticeNoise(seed: seed, layer: 0x71)
        boards = BoardTexture()
    }

    private static let shirts: [SIMD4<Float>] = [
        0xB4222F, 0xB4222F, 0x8E1D2A, 0xD8D8D2, 0x2A3A66, 0x3A3F48, 0x5A5F66, 0x6E5A3C, 0x2F5C8A,
    ].map { SIMD4(hex: $0) }
    private static let skin = SIMD4<Float>(hex: 0xC79A78)
    private static let hair = SIMD4<Float>(hex: 0x2A1F18)
    private static let seat = SIMD4<Float>(hex: 0x1C2C58)
    private static let concrete = SIMD4<Float>(hex: 0x5A5B60)
    private static let dusk = SIMD4<Float>(hex: 0x2B3A66)
    private static let glow = SIMD4<Float>(hex: 0x77607F)

    /// Meters between rows as the camera sees them, and between seats.
    private static let rowHeight: Float = 0.5
    private static let seatWidth: Float = 0.5
    private static let boardHeight: Float = 1.0
    private static let crownHeight: Float = 14

    /// The stand `along` meters from its corner and `height` meters up, `time` seconds into the match.
    ///
    /// `scale` is in pixels a meter.
    func color(along: Float, height: Float, scale: Float, time: Float) -> SIMD4<Float> {
        if height < Self.boardHeight { return boards.color(along: along, height: height, scale: scale, time: time) }
        let wall = Self.concrete * 0.35
        let share = clampToUnit((height - Self.boardHeight - 0.35) * scale)
        guard share > 0 else { return wall }
        guard height < Self.crownHeight else { return sky(height) }
        let row = crowd(along: along, height: height, scale: scale, time: time)
        return wall + (row * light(height) - wall) * share
    }

    private func sky(_ height: Float) -> SIMD4<Float> {
        let rise = clampToUnit((height - Self.crownHeight) / 40)
        return Self.glow + (Self.dusk - Self.glow) * rise
    }

    /// The floodlights reach the lower rows best; the air between is blue.
    private func light(_ height: Float) -> SIMD4<Float> {
        let level = 0.84 - 0.042 * height
        return SIMD4(level * 0.94, level * 0.97, level * 1.10, 1)
    }

    /// The person in the row in front hides the lower part of the one behind.
    private func crowd(along: Float, height: Float, scale: Float, time: Float) -> SIMD4<Float> {
        let aisle = along / 16 - Float(floorToInt32(along / 16))
        if aisle < 0.075 { return stairs(height) }
        let position = height / Self.rowHeight
        let row = floorToInt32(position)
        let part = position - Float(row)
        let behind = person(row: row, along: along, height: part, scale: scale, time: time, over: Self.seat * 0.6)
        return person(row: row &- 1, along: along, height: part + 1, scale: scale, time: time, over: behind)
    }

    private func stairs(_ height: Float) -> SIMD4<Float> {
        let position = height / Self.rowHeight * 2
        let part = position - Float(floorToInt32(position))
        return Self.concrete * (0.75 + 0.45 * part)
    }

    /// The spectator of one row at `along`; `height` is in rows above that row's floor.
    private func person(
        row: Int32,
        along: Float,
        height: Float,
        scale: Float,
        time: Float,
        over background: SIMD4<Float>
    ) -> SIMD4<Float> {
        let shifted = along / Self.seatWidth + (row & 1 == 0 ? 0.5 : 0)
        let seat = floorToInt32(shifted)
        let bits = people.bits(seat, row)
        let soft = 1.5 / (scale * Self.seatWidth)
        guard bits % 11 != 0 else {
            return background + (Self.seat - background) * clampToUnit((0.55 - height) / soft)
        }
        let lean = (Float(bits >> 8 & 0xFF) / 255 - 0.5) * 0.3
        let tall = (Float(bits >> 16 & 0xFF) / 255 - 0.5) * 0.24 + bounce(bits, time)
        let x = shifted - Float(seat) - 0.5 - lean
        let shirt = Self.shirts[Int(bits >> 4 & 0xFFFF) % Self.shirts.count] * (0.7 + 0.5 * Float(bits >> 24) / 255)
        let body = clampToUnit((0.46 - distance(x, (height - 0.30 - tall) * 0.8)) / soft)
        let head = clampToUnit((0.21 - distance(x, height - 0.98 - tall)) / soft)
        let cap = clampToUnit((0.19 - distance(x, height - 1.07 - tall)) / soft)
        let dressed = background + (shirt - background) * body
        let faced = dressed + (Self.skin - dressed) * head
        return faced + (Self.hair - faced) * (cap * 0.8)
    }

    /// A few cannot sit still.
    private func bounce(_ bits: UInt32, _ time: Float) -> Float {
        guard bits >> 12 & 0xF == 3 else { return 0 }
        return 0.12 * (1 + Float(gaitWave(Double(time * 1.4) + Double(bits & 0xFF) / 256)))
    }

    private func distance(_ x: Float, _ y: Float) -> Float { (x * x + y * y).squareRoot() }
}

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
