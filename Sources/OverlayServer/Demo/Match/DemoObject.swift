/// One moving thing of the demo's football match; its identity lasts the whole timeline.
struct DemoObject: Sendable {
    enum Role: Sendable {
        case attacker
        case defender
        case goalkeeper
        case referee
        case assistantReferee
        case ball
    }

    /// The object's place in `DemoWorld.objects`.
    let id: Int
    let role: Role
    /// The place in the team's block, in meters from the block's center; zero for those outside the block.
    let station: PitchPoint
    /// Standing height in meters; the ball's diameter.
    let stature: Double
    let kit: DemoKit

    var label: String {
        switch role {
        case .attacker, .defender: "player"
        case .goalkeeper: "goalkeeper"
        case .referee, .assistantReferee: "referee"
        case .ball: "ball"
        }
    }

    var classID: Int {
        switch role {
        case .attacker, .defender: 0
        case .goalkeeper: 1
        case .referee, .assistantReferee: 2
        case .ball: 3
        }
    }
}

/// Everybody on the pitch, in the order of their ids; the ball is last.
struct DemoCast: Sendable {
    let objects: [DemoObject]

    init(seed: UInt64) {
        var random = DemoRandom(seed: seed, stream: 0xCA57)
        var objects: [DemoObject] = []
        func add(_ role: DemoObject.Role, _ station: PitchPoint = .zero) {
            let stature = role == .ball ? 0.26 : random.within(1.72...1.92)
            let kit = DemoKit(role: role, random: &random)
            objects.append(DemoObject(id: objects.count, role: role, station: station, stature: stature, kit: kit))
        }
        for station in Self.attack { add(.attacker, station) }
        for station in Self.defence { add(.defender, station) }
        add(.goalkeeper)
        add(.referee)
        add(.assistantReferee)
        add(.ball)
        self.objects = objects
    }

    private static let attack: [PitchPoint] = [
        [-15, -9], [-15, 8], [-3, -23], [-3, 22], [-5, -8], [-4, 5], [4, 13], [9, -16], [12, -3], [10, 20],
    ]

    private static let defence: [PitchPoint] = [
        [14, -6], [14, 5], [11, -18], [12, 16], [5, -11], [4, 0], [5, 10], [-1, 21], [-7, -6], [-9, 8],
    ]
}
