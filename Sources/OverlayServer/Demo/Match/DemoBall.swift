/// The ball's play: carried at a player's feet, or on its way to the next one.
struct DemoBall: Sendable {
    private enum Play {
        case carried(by: Int, until: Double)
        case flying(from: PitchPoint, to: Int, start: Double, end: Double, loft: Double)
    }

    private var play: Play
    private var random: DemoRandom
    private(set) var motion: DemoMotion

    init(carrier: Int, place: PitchPoint, seed: UInt64) {
        play = .carried(by: carrier, until: 0.8)
        random = DemoRandom(seed: seed, stream: 0xBA11)
        motion = DemoMotion(place: place)
    }

    /// The player who has the ball.
    var carrier: Int? {
        guard case .carried(let carrier, _) = play else { return nil }
        return carrier
    }

    /// Moves the ball one step; `attackers` are those it is passed between, `focus` is where the play is going.
    mutating func advance(
        to time: Double,
        seconds: Double,
        runners: [DemoMotion],
        attackers: Range<Int>,
        focus: PitchPoint
    ) {
        let before = motion.place
        switch play {
        case .carried(let carrier, let end):
            motion.place = Self.feet(of: runners[carrier])
            motion.height = 0
            if time >= end { pass(from: carrier, at: time, among: runners, attackers, focus: focus) }
        case .flying(let origin, let receiver, let start, let end, let loft):
            let share = min(1, (time - start) / (end - start))
            motion.place = origin + (Self.feet(of: runners[receiver]) - origin) * share
            motion.height = 4 * loft * share * (1 - share)
            if share >= 1 { play = .carried(by: receiver, until: time + random.within(0.5...1.5)) }
        }
        motion.velocity = (motion.place - before) / seconds
        motion.strides += motion.speed * seconds / 0.7
    }

    private mutating func pass(
        from carrier: Int,
        at time: Double,
        among runners: [DemoMotion],
        _ attackers: Range<Int>,
        focus: PitchPoint
    ) {
        let origin = motion.place
        let reachable = attackers.filter { player in
            player != carrier && 5...34 ~= (runners[player].place - origin).length
        }
        let scored = reachable.map { player in
            (player: player, cost: (runners[player].place - focus).length + random.within(0...7))
        }
        guard let best = scored.min(by: { $0.cost < $1.cost }) else { return }
        let distance = (runners[best.player].place - origin).length
        let duration = max(0.4, distance / (distance > 18 ? 17 : 13))
        let loft = distance > 18 ? distance * 0.13 : 0.08
        play = .flying(from: origin, to: best.player, start: time, end: time + duration, loft: loft)
    }

    /// Where a running player pushes the ball: further ahead once a stride.
    private static func feet(of runner: DemoMotion) -> PitchPoint {
        let push = 0.55 + 0.06 * runner.speed * (1 + gaitWave(runner.strides * 2))
        return runner.place + runner.facing * push
    }
}
