/// The grass under one row of pixels: a straight, evenly divided line of the pitch's plane.
struct GroundRow: Sendable {
    /// Under the center of column 0.
    let start: PitchPoint
    /// From one column to the next.
    let step: PitchPoint
    /// From this row to the next one below, in the middle of the frame.
    let down: PitchPoint

    func place(column: Int) -> PitchPoint { start + step * Double(column) }

    /// The extent of a pixel's patch of grass along `direction` (of length 1), in meters.
    func footprint(along direction: PitchPoint) -> Double {
        max(abs(step.dot(direction)) + abs(down.dot(direction)), 1e-4)
    }
}
