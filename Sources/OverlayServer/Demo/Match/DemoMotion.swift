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
