/// A bar at the foot of each box, as long as the confidence is high.
package struct BarLayer: Layer {
    package static let name = "bars"

    package struct Bar: Sendable {
        /// Of the box.
        package let rect: PixelRect
        /// 0…1.
        package let value: Double
        package let color: StraightRGBA8

        package init(rect: PixelRect, value: Double, color: StraightRGBA8) {
            (self.rect, self.value, self.color) = (rect, min(max(value, 0), 1), color)
        }
    }

    private let bars: [Bar]
    /// Of a bar, in pixels.
    private let height: Double

    package init(bars: [Bar], height: Double) { (self.bars, self.height) = (bars, height) }

    package var count: Int { bars.count }

    private static let background = StraightRGBA8.black.withOpacity(0.6)

    package func draw(on canvas: inout Canvas, in context: DrawingContext) {
        for bar in bars {
            let rect = bar.rect
            let place = PixelRect(
                minX: rect.minX,
                minY: rect.maxY - min(height, rect.height),
                maxX: rect.maxX,
                maxY: rect.maxY
            )
            canvas.fill(place, with: Self.background)
            let inner = place.expanded(by: -min(1, place.height / 4))
            canvas.fill(
                PixelRect(x: inner.minX, y: inner.minY, width: inner.width * bar.value, height: inner.height),
                with: bar.color
            )
        }
    }

    package func describe(to description: inout SceneDescription) {
        description.append(height)
        description.append(bars.count)
        for bar in bars {
            description.append(bar.rect)
            description.append(bar.value)
            description.append(bar.color)
        }
    }
}
