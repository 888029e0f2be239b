import Render

/// The camera beside the pitch for one frame: a pinhole on a head that pans and tilts, never rolls.
struct DemoCamera: Sendable {
    /// Where it stands, in world meters.
    static let place = WorldPoint(80, -26, 15.5)

    let size: PixelSize
    /// In pixels.
    let focalLength: Double
    /// The pixel that the optical axis meets.
    let center: PixelPoint
    /// Directions of length 1; `right` is level.
    let forward: WorldPoint
    let right: WorldPoint
    let up: WorldPoint

    init(moment: DemoWorld.Moment, size: PixelSize) {
        let longerSide = Double(max(size.width, size.height))
        self.size = size
        focalLength = 1.66 * longerSide
        center = PixelPoint(
            x: Double(size.width) / 2 + moment.shake.x * longerSide,
            y: Double(size.height) / 2 + moment.shake.y * longerSide
        )
        forward = (WorldPoint(moment.aim, height: 0) - Self.place).unit
        right = WorldPoint(forward.y, -forward.x, 0).unit
        up = right.cross(forward)
    }

    /// A world point on the frame.
    struct Projection {
        let point: PixelPoint
        /// Pixels for a meter across the view at that distance.
        let scale: Double
        /// Meters along the optical axis.
        let depth: Double
    }

    /// `nil` for what is less than a meter in front of the camera.
    func project(_ point: WorldPoint) -> Projection? {
        let offset = point - Self.place
        let depth = offset.dot(forward)
        guard depth >= 1 else { return nil }
        let scale = focalLength / depth
        let pixel = PixelPoint(x: center.x + offset.dot(right) * scale, y: center.y - offset.dot(up) * scale)
        return Projection(point: pixel, scale: scale, depth: depth)
    }

    /// The direction in which the center of column `x` in a row `y` (at its center: +0.5) looks; its length is not 1.
    func ray(x: Double, y: Double) -> WorldPoint {
        forward + right * ((x + 0.5 - center.x) / focalLength) + up * ((center.y - y) / focalLength)
    }

    /// The grass under pixel row `row`; `nil` where the row looks at the horizon or above it.
    func groundRow(_ row: Int) -> GroundRow? {
        let middle = Double(row) + 0.5
        guard let here = distance(alongRowAt: middle), let below = distance(alongRowAt: middle + 0.5) else {
            return nil
        }
        let left = ray(x: 0, y: middle)
        let centerRay = ray(x: center.x - 0.5, y: middle)
        let belowRay = ray(x: center.x - 0.5, y: middle + 0.5)
        return GroundRow(
            start: Self.place.ground + left.ground * here,
            step: right.ground * (here / focalLength),
            down: (belowRay.ground * below - centerRay.ground * here) * 2
        )
    }

    /// How many rays of length `ray(x:y:)` reach the grass; the same along a whole row because the camera never rolls.
    private func distance(alongRowAt y: Double) -> Double? {
        let slope = forward.z + up.z * ((center.y - y) / focalLength)
        return slope < -0.004 ? -Self.place.z / slope : nil
    }
}
