/// Closed outlines, some of them lightly filled.
package struct PolygonLayer: Layer {
    package static let name = "polygons"

    package struct Polygon: Sendable {
        package let points: [PixelPoint]
        /// Further outlines: the thing is where `points` or any of them is.
        package let parts: [[PixelPoint]]
        /// Outlines of holes in `points`; none where there are parts.
        package let holes: [[PixelPoint]]
        package let color: StraightRGBA8
        package let isFilled: Bool

        package init(
            points: [PixelPoint],
            parts: [[PixelPoint]] = [],
            holes: [[PixelPoint]] = [],
            color: StraightRGBA8,
            isFilled: Bool
        ) {
            self.points = points
            self.parts = parts
            self.holes = parts.isEmpty ? holes : []
            self.color = color
            self.isFilled = isFilled
        }

        /// All outlines; parts run the same way round, so that the non-zero rule fills their union.
        fileprivate var outlines: [[PixelPoint]] {
            guard !parts.isEmpty else { return [points] + holes }
            return ([points] + parts).map(\.clockwise)
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

    package func draw(on canvas: inout Canvas, in context: DrawingContext) {
        for polygon in polygons {
            var path = Path()
            for outline in polygon.outlines { path.append(outline) }
            let rule: FillRule = polygon.parts.isEmpty ? .evenOdd : .nonZero
            if polygon.isFilled { canvas.fill(path, rule: rule, with: polygon.color.withOpacity(opacity)) }
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
            for outline in polygon.parts + polygon.holes {
                description.append(polygon.parts.count)
                description.append(outline)
            }
        }
    }
}
