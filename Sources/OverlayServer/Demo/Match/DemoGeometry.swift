/// A point of the pitch's plane in meters: x along the far touchline to the right, y away from the camera.
///
/// The pitch is 105 × 68 m; its near left corner is the origin.
typealias PitchPoint = SIMD2<Double>

/// A point in meters: a `PitchPoint` and its height above the grass.
typealias WorldPoint = SIMD3<Double>

extension SIMD2<Double> {
    func dot(_ other: Self) -> Double { x * other.x + y * other.y }

    var length: Double { dot(self).squareRoot() }

    /// The same direction at length 1; `fallback` where there is no direction.
    func unit(or fallback: Self) -> Self {
        let length = length
        return length > 1e-6 ? self / length : fallback
    }

    /// Shortened to `limit` where it is longer.
    func limited(to limit: Double) -> Self {
        let length = length
        return length > limit ? self * (limit / length) : self
    }
}

extension SIMD3<Double> {
    init(_ point: PitchPoint, height: Double) { self.init(point.x, point.y, height) }

    var ground: PitchPoint { PitchPoint(x, y) }

    func dot(_ other: Self) -> Double { x * other.x + y * other.y + z * other.z }

    func cross(_ other: Self) -> Self {
        Self(y * other.z - z * other.y, z * other.x - x * other.z, x * other.y - y * other.x)
    }

    /// The same direction at length 1; straight down where there is no direction.
    var unit: Self {
        let length = dot(self).squareRoot()
        return length > 1e-6 ? self / length : Self(0, 0, -1)
    }
}
