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
