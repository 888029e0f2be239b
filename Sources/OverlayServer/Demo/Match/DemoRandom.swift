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
