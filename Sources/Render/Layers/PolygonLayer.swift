/// Closed outlines, some of them lightly filled.
package struct PolygonLayer: Layer {
    package static let name = "polygons"

    package struct Polygon: Sendable {
        package let points: [PixelPoint]
        package let color: StraightRGBA8
        package let isFilled: Bool

        package init(points: [PixelPoint], color: StraightRGBA8, isFilled: Bool) {
            self.points = points
            self.color = color
            self.isFilled = isFilled
        }
    }

    private let polygons: [Polygon]
    /// Of the outline, in pixels.
    private let thickness: Double
    /// Of the filling, 0…1.
    private let opacity: Double

    package init(polygons: [Polygon], thickness: Double, opacity: Double) {
        self.polygons = polygons
        self.thickness = thickness
        self.opacity = opacity
    }

    package var count: Int { polygons.count }

    package func draw(on canvas: inout Canvas, text: TextEngine) {
        for polygon in polygons {
            let path = Path(points: polygon.points, isClosed: true)
            if polygon.isFilled { canvas.fill(path, rule: .evenOdd, with: polygon.color.withOpacity(opacity)) }
            canvas.stroke(path, Stroke(width: thickness, join: .round, cap: .round), with: polygon.color)
        }
    }

    package func describe(to description: inout SceneDescription) {
        description.append(thickness)
        description.append(opacity)
        description.append(polygons.count)
        for polygon in polygons {
            description.append(polygon.points)
            description.append(polygon.color)
            description.append(polygon.isFilled ? 1 : 0)
        }
    }
}
