/// Open lines with round joins and ends.
package struct PolylineLayer: Layer {
    package static let name = "polylines"

    package struct Polyline: Sendable {
        package let points: [PixelPoint]
        package let color: StraightRGBA8

        package init(points: [PixelPoint], color: StraightRGBA8) {
            self.points = points
            self.color = color
        }
    }

    private let polylines: [Polyline]
    /// In pixels.
    private let thickness: Double

    package init(polylines: [Polyline], thickness: Double) {
        self.polylines = polylines
        self.thickness = thickness
    }

    package var count: Int { polylines.count }

    package func draw(on canvas: inout Canvas, in context: DrawingContext) {
        let stroke = Stroke(width: thickness, join: .round, cap: .round)
        for polyline in polylines {
            canvas.stroke(Path(points: polyline.points, isClosed: false), stroke, with: polyline.color)
        }
    }

    package func describe(to description: inout SceneDescription) {
        description.append(thickness)
        description.append(polylines.count)
        for polyline in polylines {
            description.append(polyline.points)
            description.append(polyline.color)
        }
    }
}
