/// Grass under floodlights: mowing stripes, blades, patches and wear.
struct GroundTexture: Sendable {
    private var blades: NoiseCursor
    private var tufts: NoiseCursor
    private var patches: NoiseCursor

    init(seed: UInt64) {
        blades = NoiseCursor(LatticeNoise(seed: seed, layer: 0x61))
        tufts = NoiseCursor(LatticeNoise(seed: seed, layer: 0x62))
        patches = NoiseCursor(LatticeNoise(seed: seed, layer: 0x63))
    }

    private static let light = SIMD4<Float>(0.362, 0.530, 0.248, 1)
    private static let dark = SIMD4<Float>(0.285, 0.448, 0.200, 1)
    private static let earth = SIMD4<Float>(0.42, 0.40, 0.22, 1)
    /// Meters from stripe to stripe; a whole number of them makes half the pitch.
    private static let stripe: Float = 5.25

    /// The grass at (x, y) meters; `detail` in 0…1 fades what is finer than a pixel.
    @inline(__always)
    mutating func color(x: Float, y: Float, detail: Float) -> SIMD4<Float> {
        let fine = detail > 0.25 ? (blades.smooth(x * 17, y * 17) - 0.5) * detail : 0
        let tuft = tufts.smooth(x * 2.6, y * 2.6) - 0.5
        let patch = patches.smooth(x * 0.28, y * 0.28) - 0.5
        let band = Self.band(x / Self.stripe + 0.02 * tuft) * 0.78 + Self.band(y / 8.5) * 0.22
        let worn = Self.wear(x, y) * clampToUnit(0.55 + 1.3 * tuft + 0.7 * patch)
        let grass = Self.dark + (Self.light - Self.dark) * band
        let ground = grass + (Self.earth - grass) * worn
        return ground * (1 + 0.24 * fine + 0.12 * tuft + 0.10 * patch) * Self.floodlight(x, y)
    }

    /// 0 on every other stripe, 1 between them; the mower's edge is a few centimeters soft.
    @inline(__always)
    private static func band(_ position: Float) -> Float {
        let whole = floorToInt32(position)
        let part = position - Float(whole)
        let edge = smoothstep(clampToUnit(part * 32))
        return whole & 1 == 0 ? edge : 1 - edge
    }

    /// Where boots and studs have thinned the grass: the goal mouth, the penalty spot, the assistant's run.
    @inline(__always)
    private static func wear(_ x: Float, _ y: Float) -> Float {
        guard x > 92 || y > 68 else { return 0 }
        let mouth = bump((x - 103.6) / 3.4, (y - 34) / 6)
        let spot = bump((x - 94) / 2, (y - 34) / 2)
        let run = x > 52 ? bump(0, (y - 69) / 0.8) * 0.7 : 0
        return 0.75 * max(mouth, max(spot * 0.8, run))
    }

    /// 1 at the origin, 0 from a distance of 1 on.
    @inline(__always)
    private static func bump(_ x: Float, _ y: Float) -> Float {
        smoothstep(clampToUnit(1 - (x * x + y * y)))
    }

    /// The floodlights' pool: brightest over the near half's middle.
    @inline(__always)
    private static func floodlight(_ x: Float, _ y: Float) -> Float {
        let across = (x - 82) / 46
        let away = (y - 30) / 62
        return 1.12 - 0.26 * (across * across + away * away)
    }
}
