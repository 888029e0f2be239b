/// The whole match, simulated once: what is where in every frame, and where the camera looks.
struct DemoWorld: Sendable {
    /// One instant of the match.
    struct Moment: Sendable {
        /// In the order of `objects`.
        let motions: [DemoMotion]
        /// The point of the pitch that the camera looks at.
        let aim: PitchPoint
        /// The picture's offset by an unsteady hand, as a share of the frame's longer side.
        let shake: SIMD2<Double>
    }

    let objects: [DemoObject]
    /// One a frame.
    let moments: [Moment]

    private static let stepsPerFrame = 5
    private static let warmUpSeconds = 2.0

    init(frameCount: Int, framesPerSecond: Int, seed: UInt64) {
        objects = DemoCast(seed: seed).objects
        var match = DemoMatch(objects: objects, seed: seed)
        var operatorsAim = DemoMotion(place: Self.aim(at: match.attention))
        let hand = LatticeNoise(seed: seed, layer: 0x5A4E)
        let step = 1 / Double(framesPerSecond * Self.stepsPerFrame)
        func advance() {
            match.advance(seconds: step)
            operatorsAim.pan(to: Self.aim(at: match.attention), seconds: step)
        }
        for _ in 0..<Int(Self.warmUpSeconds / step) { advance() }
        moments = (0..<frameCount).map { frame in
            let time = Double(frame) / Double(framesPerSecond)
            let moment = Moment(motions: match.motions, aim: operatorsAim.place, shake: Self.shake(of: hand, at: time))
            for _ in 0..<Self.stepsPerFrame { advance() }
            return moment
        }
    }

    private static func aim(at attention: PitchPoint) -> PitchPoint {
        PitchPoint(attention.x, 29 + 0.25 * (attention.y - 34))
    }

    private static func shake(of hand: LatticeNoise, at time: Double) -> SIMD2<Double> {
        let slow = SIMD2(hand.wander(at: time * 1.3, channel: 0), hand.wander(at: time * 1.3, channel: 1))
        let quick = SIMD2(hand.wander(at: time * 4.5, channel: 2), hand.wander(at: time * 4.5, channel: 3))
        return slow * 0.0014 + quick * 0.0008
    }
}

extension DemoMotion {
    /// Follows `target` as a camera on a heavy head does: a critically damped spring.
    fileprivate mutating func pan(to target: PitchPoint, seconds: Double) {
        let stiffness = 2.4
        velocity += ((target - place) * (stiffness * stiffness) - velocity * (2 * stiffness)) * seconds
        place += velocity * seconds
    }
}
