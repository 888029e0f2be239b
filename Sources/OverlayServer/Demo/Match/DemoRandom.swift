/// A seeded source of random numbers: the same seed and stream give the same numbers on every machine.
///
/// SplitMix64, Steele, Lea and Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014.
struct DemoRandom: Sendable {
    private var state: UInt64

    /// `stream` separates generators that share a seed, so that one frame's numbers do not depend on another's.
    init(seed: UInt64, stream: UInt64) {
        state = Self.mixed(seed &+ Self.increment &* (stream &+ 1))
    }

    private static let increment: UInt64 = 0x9E37_79B9_7F4A_7C15

    mutating func next() -> UInt64 {
        state &+= Self.increment
        return Self.mixed(state)
    }

    /// A number in `0..<1`.
    mutating func unit() -> Double {
        Double(next() >> 11) * 0x1p-53
    }

    /// A number in `range`, evenly spread.
    mutating func within(_ range: ClosedRange<Double>) -> Double {
        range.lowerBound + (range.upperBound - range.lowerBound) * unit()
    }

    /// True with the given probability (0…1).
    mutating func happens(_ probability: Double) -> Bool {
        unit() < probability
    }

    private static func mixed(_ value: UInt64) -> UInt64 {
        var bits = value
        bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
        bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
        return bits ^ (bits >> 31)
    }
}

/// Noise without state: a number depends on the seed and the coordinates alone, and is the same on every machine.
struct LatticeNoise: Sendable {
    private let seed: UInt32

    /// `layer` separates noises that share a seed.
    init(seed: UInt64, layer: UInt64) {
        var random = DemoRandom(seed: seed, stream: layer)
        self.seed = UInt32(truncatingIfNeeded: random.next())
    }

    /// 32 well mixed bits for a lattice point.
    @inline(__always)
    func bits(_ x: Int32, _ y: Int32) -> UInt32 {
        var bits = UInt32(bitPattern: x) &* 0x8DA6_B343 ^ UInt32(bitPattern: y) &* 0xD816_3841 ^ seed
        bits = (bits ^ (bits >> 15)) &* 0x2C1B_3C6D
        bits = (bits ^ (bits >> 12)) &* 0x297A_2D39
        return bits ^ (bits >> 15)
    }

    /// A number in `0..<1` for a lattice point.
    @inline(__always)
    func value(_ x: Int32, _ y: Int32) -> Float {
        Float(bits(x, y) >> 8) * 0x1p-24
    }

    /// Value noise in `0..<1`, smooth over the plane; the lattice has a point at every pair of whole numbers.
    ///
    /// Range: |u| and |v| below 2³¹.
    @inline(__always)
    func smooth(_ u: Float, _ v: Float) -> Float {
        let column = floorToInt32(u)
        let row = floorToInt32(v)
        let across = smoothstep(u - Float(column))
        let down = smoothstep(v - Float(row))
        let top = mix(value(column, row), value(column &+ 1, row), across)
        let bottom = mix(value(column, row &+ 1), value(column &+ 1, row &+ 1), across)
        return mix(top, bottom, down)
    }

    /// A smooth wandering of `channel` over time, in −1…1, with an extreme about once a unit of time.
    func wander(at time: Double, channel: Int32) -> Double {
        Double(smooth(Float(time), Float(channel)) * 2 - 1)
    }
}
