import Render

/// Goldens of `BoxLayer`.
enum BoxCase: String, GoldenCase {
    static let suite = "boxes"

    case plain
    case halfPixel = "half-pixel"
    case thickness
    case rounded
    case corners
    case dashed
    case clipped
    case tiny
    case overlapping
    case shapes
    case turned
    /// Of things whose color another has.
    case secondMarks = "second-marks"
    /// What was not kept, or is of an earlier frame, in every shape.
    case shapesDashed = "shapes-dashed"

    func picture() throws -> Bitmap { try scene().transparentPicture() }

    private func scene() throws -> Scene {
        switch self {
        case .plain: try scene(96, 72, layer([rect(10, 8, 60, 40)]))
        // On the same columns but for half a pixel; the line of the right one is spread over three of them.
        case .halfPixel: try scene(96, 72, layer([rect(10, 10, 30, 50), rect(50.5, 10.5, 30, 50)]))
        case .thickness:
            try scene(
                128,
                72,
                layer([rect(10, 10, 24, 50)], thickness: 1),
                layer([rect(50, 10, 24, 50)], thickness: 2.5),
                layer([rect(90, 10, 24, 50)], thickness: 6)
            )
        case .rounded: try scene(128, 72, layer([rect(8, 8, 70, 56), rect(92, 8, 26, 56)], .rounded, thickness: 3))
        case .corners: try scene(128, 72, layer([rect(8, 8, 70, 56), rect(92, 8, 26, 56)], .corners, thickness: 3))
        case .dashed:
            try scene(
                128,
                72,
                layer([rect(8, 8, 60, 52)], isDashed: true),
                layer([rect(82, 8, 36, 52)], thickness: 4, isDashed: true)
            )
        case .clipped:
            try scene(
                96,
                72,
                layer([
                    rect(-20, -16, 40, 32), rect(36, -12, 24, 24), rect(80, -1, 16, 18), rect(-1, 28, 12, 12),
                    rect(84, 26, 40, 18), rect(-14, 54, 30, 40), rect(38, 60, 20, 12), rect(76, 56, 400, 400),
                    rect(-300, -300, 900, 900), rect(200, 10, 20, 20),
                ])
            )
        case .tiny: try scene(96, 48, tiny(.plain, y: 8), tiny(.rounded, y: 22), tiny(.corners, y: 36))
        case .shapes: try scene(200, 150, shapes(isDashed: false))
        case .shapesDashed: try scene(200, 150, shapes(isDashed: true))
        case .turned: try scene(200, 150, turned)
        case .secondMarks: try scene(200, 150, shapes(isDashed: false, hasSecondMark: true))
        case .overlapping:
            try scene(96, 72, layer([rect(8, 8, 50, 36), rect(30, 24, 50, 36)], opacity: 0.6, thickness: 6))
        }
    }

    /// One box of each shape that others do not show, in rows of three.
    private func shapes(isDashed: Bool, hasSecondMark: Bool = false) -> [BoxLayer] {
        BoxLayer.Shape.allCases.enumerated().map { index, shape in
            let rect = rect(20 + 64 * Double(index % 3), 14 + 48 * Double(index / 3), 32, 24)
            let color = Palette.color(index: index)
            let box = BoxLayer.Box(rect: rect, color: color, isDashed: isDashed, hasSecondMark: hasSecondMark)
            return BoxLayer(boxes: [box], shape: shape, thickness: 2)
        }
    }

    private var turned: [BoxLayer] {
        BoxLayer.Shape.allCases.enumerated().map { index, shape in
            let center = PixelPoint(x: 36 + 64 * Double(index % 3), y: 26 + 48 * Double(index / 3))
            let corners = [(-20.0, -9.0), (20, -9), (20, 9), (-20, 9)].map {
                center + Turn(degrees: 25)(PixelPoint(x: $0, y: $1))
            }
            let box = BoxLayer.Box(corners: corners, color: Palette.color(index: index))
            return BoxLayer(boxes: [box], shape: shape, thickness: 2)
        }
    }

    /// Boxes from next to no extent up to six pixels, whose lines all but fill them.
    private func tiny(_ shape: BoxLayer.Shape, y: Double) -> BoxLayer {
        let sides = [(0.1, 0.1), (0.5, 0.5), (1, 1), (2, 2), (3, 3), (4, 0.5), (0.5, 4), (6, 5)]
        let rects = sides.enumerated().map { rect(6 + 11 * Double($0), y, $1.0, $1.1) }
        return layer(rects, shape)
    }

    private func rect(_ x: Double, _ y: Double, _ width: Double, _ height: Double) -> PixelRect {
        PixelRect(x: x, y: y, width: width, height: height)
    }

    private func layer(
        _ rects: [PixelRect],
        _ shape: BoxLayer.Shape = .plain,
        opacity: Double = 1,
        thickness: Double = 2,
        isDashed: Bool = false
    ) -> BoxLayer {
        let boxes = rects.enumerated().map {
            BoxLayer.Box(rect: $1, color: Palette.color(index: $0).withOpacity(opacity), isDashed: isDashed)
        }
        return BoxLayer(boxes: boxes, shape: shape, thickness: thickness)
    }
}
