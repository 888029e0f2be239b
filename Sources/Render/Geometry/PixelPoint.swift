/// A point in frame pixels: origin at the top left corner of the top left pixel, x to the right, y down.
///
/// Pixel (0, 0) covers 0..<1 in both directions, so its centre is at (0.5, 0.5).
package struct PixelPoint: Hashable, Sendable {
    package var x: Double
    package var y: Double

    package init(x: Double, y: Double) {
        self.x = x
        self.y = y
    }

    package static func + (left: PixelPoint, right: PixelPoint) -> PixelPoint {
        PixelPoint(x: left.x + right.x, y: left.y + right.y)
    }

    package static func - (left: PixelPoint, right: PixelPoint) -> PixelPoint {
        PixelPoint(x: left.x - right.x, y: left.y - right.y)
    }

    package static func * (point: PixelPoint, factor: Double) -> PixelPoint {
        PixelPoint(x: point.x * factor, y: point.y * factor)
    }

    /// The distance from the origin, in pixels.
    package var length: Double { (x * x + y * y).squareRoot() }
}
