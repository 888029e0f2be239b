/// Arrows from one point to another.
package struct ArrowLayer: Layer {
    package static let name = "arrows"

    package struct Arrow: Sendable {
        package let start, end: PixelPoint
        package let color: StraightRGBA8

        package init(start: PixelPoint, end: PixelPoint, color: StraightRGBA8) {
            (self.start, self.end, self.color) = (start, end, color)
        }
    }

    private let arrows: [Arrow]
    /// Of the shaft, in pixels.
    private let thickness: Double

    /// Those that are shorter than their own head are left out.
    package init(arrows: [Arrow], thickness: Double) {
        self.arrows = arrows.filter { ($0.end - $0.start).length >= thickness * Self.headLength }
        self.thickness = thickness
    }

    package var count: Int { arrows.count }

    /// Of a head, in thicknesses of the shaft.
    private static let headLength = 4.0
    private static let headBreadth = 3.5
    private static let edge = StraightRGBA8.black.withOpacity(0.55)

    package func draw(on canvas: inout Canvas, in context: DrawingContext) {
        for arrow in arrows {
            let path = outline(of: arrow)
            canvas.stroke(path, Stroke(width: 2, join: .round), with: Self.edge)
            canvas.fill(path, with: arrow.color)
        }
    }

    private func outline(of arrow: Arrow) -> Path {
        let line = arrow.end - arrow.start
        let forward = line * (1 / line.length)
        let side = PixelPoint(x: -forward.y, y: forward.x)
        let neck = arrow.end - forward * (thickness * Self.headLength)
        let (half, breadth) = (thickness / 2, thickness * Self.headBreadth / 2)
        return Path(
            points: [
                arrow.start + side * half, neck + side * half, neck + side * breadth, arrow.end, neck - side * breadth,
                neck - side * half, arrow.start - side * half,
            ],
            isClosed: true
        )
    }

    package func describe(to description: inout SceneDescription) {
        description.append(thickness)
        description.append(arrows.count)
        for arrow in arrows {
            description.append([arrow.start, arrow.end])
            description.append(arrow.color)
        }
    }
}
