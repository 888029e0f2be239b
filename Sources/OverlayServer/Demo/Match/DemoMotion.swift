/// Where one object is and what its body does at one instant.
struct DemoMotion: Sendable {
    var place: PitchPoint
    /// Meters a second.
    var velocity: PitchPoint = .zero
    /// Where the body looks, at length 1.
    var facing: PitchPoint = PitchPoint(1, 0)
    /// Height above the grass in meters; only the ball leaves it.
    var height: Double = 0
    /// Strides since the start, in whole gait cycles; a ball's turns.
    var strides: Double = 0

    var speed: Double { velocity.length }

    /// Runs towards `target` for one step, looking where it runs, or at `attention` when it is slow.
    mutating func run(to target: PitchPoint, topSpeed: Double, attention: PitchPoint, seconds: Double) {
        let wanted = ((target - place) * 1.3).limited(to: topSpeed)
        velocity += (wanted - velocity).limited(to: Self.acceleration * seconds)
        place += velocity * seconds
        let look = velocity * 0.9 + (attention - place).unit(or: facing)
        facing = (facing + (look.unit(or: facing) - facing) * min(1, Self.turning * seconds)).unit(or: look)
        strides += speed * seconds / (0.9 + 0.42 * speed)
    }

    /// Meters a second².
    private static let acceleration = 6.0
    /// The share of a turn that is made in a second.
    private static let turning = 7.0
}

/// floor(value), for |value| below 2³¹.
@inline(__always)
func floorToInt32(_ value: Float) -> Int32 {
    let truncated = Int32(value)
    return Float(truncated) > value ? truncated &- 1 : truncated
}

/// 3t² − 2t³ for t in 0…1: from 0 to 1 with level ends.
@inline(__always)
func smoothstep(_ t: Float) -> Float {
    t * t * (3 - 2 * t)
}

@inline(__always)
func mix(_ from: Float, _ to: Float, _ share: Float) -> Float {
    from + (to - from) * share
}

@inline(__always)
func clampToUnit(_ value: Float) -> Float {
    min(max(value, 0), 1)
}

/// A wave of period 1 between −1 and 1, near to sin(2πt) but made of parabolas.
func gaitWave(_ t: Double) -> Double {
    let phase = t - t.rounded(.down)
    let half = phase < 0.5 ? phase : phase - 0.5
    let arc = 16 * half * (0.5 - half)
    return phase < 0.5 ? arc : -arc
}

/// The closed path of the play over the pitch: from midfield to the right goal and back.
struct DemoFocus: Sendable {
    private let corners: [PitchPoint]

    /// Seconds from one corner of the path to the next.
    private static let secondsPerCorner = 1.9

    init(seed: UInt64) {
        var random = DemoRandom(seed: seed, stream: 0xF0C5)
        let plan: [PitchPoint] = [[70, 34], [73, 24], [84, 20], [95, 29], [95, 38], [86, 43], [74, 42]]
        corners = plan.map { $0 + PitchPoint(random.within(-1.5...1.5), random.within(-2...2)) }
    }

    /// The play's center after `seconds`: a Catmull-Rom curve through the corners.
    func place(at seconds: Double) -> PitchPoint {
        let position = max(seconds, 0) / Self.secondsPerCorner
        let index = Int(position)
        let t = position - Double(index)
        let before = corner(index - 1)
        let start = corner(index)
        let end = corner(index + 1)
        let after = corner(index + 2)
        let straight = end - before
        let bend = before * 2 - start * 5 + end * 4 - after
        let twist = (start - end) * 3 + after - before
        return start + (straight * t + bend * (t * t) + twist * (t * t * t)) * 0.5
    }

    private func corner(_ index: Int) -> PitchPoint {
        corners[(index + corners.count) % corners.count]
    }
}

/// A point of the pitch's plane in meters: x along the far touchline to the right, y away from the camera.
///
/// The pitch is 105 × 68 m; its near left corner is the origin.
typealias PitchPoint = SIMD2<Double>

/// A point in meters: a `PitchPoint` and its height above the grass.
typealias WorldPoint = SIMD3<Double>

extension SIMD2<Double> {
    func dot(_ other: Self) -> Double { x * other.x + y * other.y }

    var length: Double { dot(self).squareRoot() }

    /// The same direction at length 1; `fallback` where there is no direction.
    func unit(or fallback: Self) -> Self {
        let length = length
        return length > 1e-6 ? self / length : fallback
    }

    /// Shortened to `limit` where it is longer.
    func limited(to limit: Double) -> Self {
        let length = length
        return length > limit ? self * (limit / length) : self
    }
}

extension SIMD3<Double> {
    init(_ point: PitchPoint, height: Double) { self.init(point.x, point.y, height) }

    var ground: PitchPoint { PitchPoint(x, y) }

    func dot(_ other: Self) -> Double { x * other.x + y * other.y + z * other.z }

    func cross(_ other: Self) -> Self {
        Self(y * other.z - z * other.y, z * other.x - x * other.z, x * other.y - y * other.x)
    }

    /// The same direction at length 1; straight down where there is no direction.
    var unit: Self {
        let length = dot(self).squareRoot()
        return length > 1e-6 ? self / length : Self(0, 0, -1)
    }
}
