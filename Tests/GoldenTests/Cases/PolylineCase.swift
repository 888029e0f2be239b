import Render

/// Goldens of `PolylineLayer`.
enum PolylineCase: String, GoldenCase {
    static let suite = "polylines"

    case joinsAndEnds = "joins-and-ends"
    case repeatedPoint = "repeated-point"
    case sharpTurn = "sharp-turn"
    case crossing
    case thin

    func picture() throws -> Bitmap { try scene(96, 72, layer()).transparentPicture() }

    private func layer() -> PolylineLayer {
        switch self {
        case .joinsAndEnds: layer([[PixelPoint]((14, 56), (30, 16), (50, 54), (66, 30), (84, 30))], thickness: 10)
        // The same point three times, and a line that stands still on its way.
        case .repeatedPoint:
            layer(
                [
                    [PixelPoint]((20, 36), (20, 36), (20, 36)),
                    [PixelPoint]((40, 50), (58, 22), (58, 22), (80, 50)),
                ],
                thickness: 8
            )
        case .sharpTurn:
            layer(
                [[PixelPoint]((14, 14), (82, 20), (14, 26)), [PixelPoint]((82, 48), (14, 50), (82, 56))],
                thickness: 5
            )
        case .crossing: layer([[PixelPoint]((12, 12), (84, 60), (84, 12), (12, 60))], thickness: 6, opacity: 0.5)
        case .thin: layer([[PixelPoint]((6, 6), (90, 30), (6, 54)), [PixelPoint]((6, 66), (90, 66))], thickness: 0.5)
        }
    }

    private func layer(_ polylines: [[PixelPoint]], thickness: Double, opacity: Double = 1) -> PolylineLayer {
        let polylines = polylines.enumerated().map {
            PolylineLayer.Polyline(points: $1, color: Palette.color(index: $0).withOpacity(opacity))
        }
        return PolylineLayer(polylines: polylines, thickness: thickness)
    }
}
