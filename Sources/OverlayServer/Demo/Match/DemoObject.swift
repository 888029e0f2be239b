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
