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
