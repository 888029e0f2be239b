/// Takes coordinates from a stage output's space to frame pixels.
struct FrameScale {
    struct Axis {
        // Multiplied first and divided then, so that 50 percent of 1920 is 960 and not nearly so.
        let multiplier: Double
        let divisor: Double

        func callAsFunction(_ coordinate: Double) -> Double { coordinate * multiplier / divisor }
    }

    let x: Axis
    let y: Axis
    /// How many times wider than high a square of the output's picture is on the frame; without a picture of its own, 1.
    let stretch: Double

    init(from space: CoordinateSpace, to frame: FrameSize) {
        x = Self.axis(space.unit, picture: space.pictureSize?.width, frame: Double(frame.width))
        y = Self.axis(space.unit, picture: space.pictureSize?.height, frame: Double(frame.height))
        let ratio = space.pictureSize.map { $0.height * Double(frame.width) / ($0.width * Double(frame.height)) }
        stretch = ratio ?? 1
    }

    func callAsFunction(_ x: Double, _ y: Double) -> DetectionPoint { DetectionPoint(x: self.x(x), y: self.y(y)) }

    private static func axis(_ unit: CoordinateSpace.Unit, picture: Double?, frame: Double) -> Axis {
        switch unit {
        case .pixels:
            guard let picture, picture != frame else { return Axis(multiplier: 1, divisor: 1) }
            return Axis(multiplier: frame, divisor: picture)
        case .normalized: return Axis(multiplier: frame, divisor: 1)
        case .percent: return Axis(multiplier: frame, divisor: 100)
        case .perMille: return Axis(multiplier: frame, divisor: 1_000)
        }
    }
}
/// The size of a frame in pixels; both sides are in 1…65 535.
package struct FrameSize: Hashable, Sendable, CustomStringConvertible {
    package let width: Int
    package let height: Int

    package init?(width: Int, height: Int) {
        guard 1...65_535 ~= width, 1...65_535 ~= height else { return nil }
        self.width = width
        self.height = height
    }

    package var description: String { "\(width)×\(height)" }
}
