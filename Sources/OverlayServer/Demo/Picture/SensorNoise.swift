import Render

/// The end of the lens and the start of the sensor: darker corners, then noise in every pixel of every frame.
struct SensorNoise: Sendable {
    private let noise: LatticeNoise

    init(seed: UInt64, frame: Int) {
        noise = LatticeNoise(seed: seed, layer: 0x5E00_0000_0000 ^ UInt64(truncatingIfNeeded: frame))
    }

    /// Levels of 255, roughly one standard deviation.
    private static let brightnessNoise: Float = 2.5
    private static let colorNoise: Float = 1.2
    /// How much darker the corners are than the middle.
    private static let cornerLoss: Float = 0.34

    /// The finished picture.
    func develop(_ canvas: DemoCanvas) -> Bitmap {
        let size = canvas.size
        var bitmap = Bitmap(size: size, color: StraightRGBA8(hex: 0))
        bitmap.withMutableBytes { bytes in
            var start = 0
            for y in 0..<size.height {
                let vertical = Self.offset(y, of: size.height)
                for x in 0..<size.width {
                    let level = Self.lens(Self.offset(x, of: size.width), vertical) * 255
                    let pixel = canvas.pixels[y * size.width + x] * level + grain(x, y)
                    bytes[start] = Self.byte(pixel.x)
                    bytes[start + 1] = Self.byte(pixel.y)
                    bytes[start + 2] = Self.byte(pixel.z)
                    start += 4
                }
            }
        }
        return bitmap
    }

    /// −1…1 from edge to edge.
    @inline(__always)
    private static func offset(_ position: Int, of length: Int) -> Float {
        (Float(position) + 0.5) / Float(length) * 2 - 1
    }

    @inline(__always)
    private static func lens(_ x: Float, _ y: Float) -> Float {
        let square = (x * x + y * y) * 0.5
        return 1 - cornerLoss * square * (0.35 + 0.65 * square)
    }

    /// Noise of a bell-like spread: sums of the bytes of one hash.
    @inline(__always)
    private func grain(_ x: Int, _ y: Int) -> SIMD4<Float> {
        let bits = noise.bits(Int32(truncatingIfNeeded: x), Int32(truncatingIfNeeded: y))
        let one = Float(bits & 0xFF)
        let two = Float(bits >> 8 & 0xFF)
        let three = Float(bits >> 16 & 0xFF)
        let four = Float(bits >> 24)
        let brightness = (one + two + three + four - 510) * (Self.brightnessNoise / 148)
        let red = (one - two) * (Self.colorNoise / 104)
        let blue = (three - four) * (Self.colorNoise / 104)
        return SIMD4(brightness + red, brightness, brightness + blue, 0)
    }

    @inline(__always)
    private static func byte(_ value: Float) -> UInt8 {
        UInt8(min(max(value + 0.5, 0), 255))
    }
}

/// Value noise read along a path: keeps the corners of the last lattice cell, because most steps stay in it.
struct NoiseCursor {
    private let noise: LatticeNoise
    private var column = Int32.min
    private var row = Int32.min
    private var top = SIMD2<Float>.zero
    private var bottom = SIMD2<Float>.zero

    init(_ noise: LatticeNoise) {
        self.noise = noise
    }

    /// The same number as `LatticeNoise.smooth(_:_:)`.
    @inline(__always)
    mutating func smooth(_ u: Float, _ v: Float) -> Float {
        let column = floorToInt32(u)
        let row = floorToInt32(v)
        if column != self.column || row != self.row { enter(column, row) }
        let across = smoothstep(u - Float(column))
        let down = smoothstep(v - Float(row))
        return mix(mix(top.x, top.y, across), mix(bottom.x, bottom.y, across), down)
    }

    private mutating func enter(_ column: Int32, _ row: Int32) {
        self.column = column
        self.row = row
        top = SIMD2(noise.value(column, row), noise.value(column &+ 1, row))
        bottom = SIMD2(noise.value(column, row &+ 1), noise.value(column &+ 1, row &+ 1))
    }
}
