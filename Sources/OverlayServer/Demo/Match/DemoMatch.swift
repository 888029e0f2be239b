/// The match, simulated in equal steps: two teams shift with the play, press the ball and keep out of each other's way.
struct DemoMatch: Sendable {
    private let objects: [DemoObject]
    private let focus: DemoFocus
    private let wandering: LatticeNoise
    private let attackers: Range<Int>
    private var runners: [DemoMotion]
    private var ball: DemoBall
    private var time = 0.0

    /// `objects` are a cast: the attackers first, the ball last.
    init(objects: [DemoObject], seed: UInt64) {
        self.objects = objects
        focus = DemoFocus(seed: seed)
        wandering = LatticeNoise(seed: seed, layer: 0x3A9)
        attackers = 0..<(objects.firstIndex { $0.role != .attacker } ?? 0)
        let start = focus.place(at: 0)
        runners = objects.dropLast().map { _ in DemoMotion(place: start) }
        ball = DemoBall(carrier: 4, place: start, seed: seed)
        for object in objects.dropLast() { runners[object.id].place = target(of: object, presses: []) }
    }

    /// Every object's motion now, in the order of the cast.
    var motions: [DemoMotion] { runners + [ball.motion] }

    /// What the camera operator follows: between the ball and the play.
    var attention: PitchPoint { ball.motion.place * 0.45 + focus.place(at: time + 0.4) * 0.55 }

    /// Advances the match by one step.
    mutating func advance(seconds: Double) {
        time += seconds
        let presses = pressing()
        for object in objects.dropLast() {
            let target = target(of: object, presses: presses)
            let topSpeed = object.role == .assistantReferee ? 5.5 : 7.5
            runners[object.id].run(to: target, topSpeed: topSpeed, attention: ball.motion.place, seconds: seconds)
        }
        keepApart()
        ball.advance(
            to: time,
            seconds: seconds,
            runners: runners,
            attackers: attackers,
            focus: focus.place(at: time + 1.2)
        )
    }

    private static func block(around focus: PitchPoint) -> PitchPoint {
        PitchPoint(70 + 0.62 * (focus.x - 70), 33 + 0.32 * (focus.y - 34))
    }

    /// The two defenders nearest to the ball.
    private func pressing() -> [Int] {
        let defenders = objects.filter { $0.role == .defender }.map(\.id)
        func distance(_ id: Int) -> Double { (runners[id].place - ball.motion.place).length }
        return Array(defenders.sorted { distance($0) < distance($1) }.prefix(2))
    }

    private func target(of object: DemoObject, presses: [Int]) -> PitchPoint {
        let play = focus.place(at: time)
        let place = ball.motion.place
        let sway = PitchPoint(wander(object, 0), wander(object, 1))
        switch object.role {
        case .attacker where ball.carrier == object.id:
            return play + sway
        case .defender where presses.contains(object.id):
            return place + PitchPoint(presses.first == object.id ? 1.1 : 2.6, 0.6)
        case .attacker, .defender:
            let station = Self.block(around: play) + object.station + sway * 3.6
            return PitchPoint(min(station.x, 102), min(max(station.y, 1.5), 66.5))
        case .goalkeeper:
            return PitchPoint(102.4, 34 + 0.14 * (place.y - 34)) + sway * 0.7
        case .referee:
            return PitchPoint(min(play.x - 8, 90), play.y + 9) + sway * 1.5
        case .assistantReferee:
            return PitchPoint(min(play.x + 5, 101) + sway.x, 68.9)
        case .ball:
            return place
        }
    }

    private func wander(_ object: DemoObject, _ axis: Int) -> Double {
        wandering.wander(at: time / 2.2, channel: Int32(truncatingIfNeeded: object.id * 2 + axis))
    }

    /// Pushes apart two who are less than a body's width from each other.
    private mutating func keepApart() {
        for first in runners.indices {
            for second in runners.indices where second > first {
                let gap = runners[second].place - runners[first].place
                let distance = gap.length
                guard distance < 0.8 else { continue }
                let push = gap.unit(or: PitchPoint(0, 1)) * ((0.8 - distance) * 0.25)
                runners[first].place -= push
                runners[second].place += push
            }
        }
    }
}
