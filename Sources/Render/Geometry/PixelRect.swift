/// An axis-aligned rectangle in frame pixels, half open: `minX..<maxX`, `minY..<maxY`.
package struct PixelRect: Hashable, Sendable {
    package var minX: Double
    package var minY: Double
    package var maxX: Double
    package var maxY: Double

    package init(minX: Double, minY: Double, maxX: Double, maxY: Double) {
        self.minX = minX
        self.minY = minY
        self.maxX = maxX
        self.maxY = maxY
    }

    package init(x: Double, y: Double, width: Double, height: Double) {
        self.init(minX: x, minY: y, maxX: x + width, maxY: y + height)
    }

    package var width: Double { maxX - minX }
    package var height: Double { maxY - minY }
    package var isEmpty: Bool { !(minX < maxX && minY < maxY) }
    package var center: PixelPoint { PixelPoint(x: (minX + maxX) / 2, y: (minY + maxY) / 2) }

    /// From the top left, clockwise.
    package var corners: [PixelPoint] {
        [
            PixelPoint(x: minX, y: minY), PixelPoint(x: maxX, y: minY), PixelPoint(x: maxX, y: maxY),
            PixelPoint(x: minX, y: maxY),
        ]
    }

    /// Grown by `distance` pixels on every side; shrunk where it is negative.
    package func expanded(by distance: Double) -> PixelRect {
        PixelRect(minX: minX - distance, minY: minY - distance, maxX: maxX + distance, maxY: maxY + distance)
    }

    package func intersection(_ other: PixelRect) -> PixelRect {
        PixelRect(
            minX: max(minX, other.minX),
            minY: max(minY, other.minY),
            maxX: min(maxX, other.maxX),
            maxY: min(maxY, other.maxY)
        )
    }

    package static let zero = PixelRect(x: 0, y: 0, width: 0, height: 0)

    /// The smallest around `points`; `nil` where there are none.
    package init?(around points: some Collection<PixelPoint>) {
        guard let first = points.first else { return nil }
        self = points.reduce(PixelRect(x: first.x, y: first.y, width: 0, height: 0)) { bounds, point in
            PixelRect(
                minX: min(bounds.minX, point.x),
                minY: min(bounds.minY, point.y),
                maxX: max(bounds.maxX, point.x),
                maxY: max(bounds.maxY, point.y)
            )
        }
    }
}
