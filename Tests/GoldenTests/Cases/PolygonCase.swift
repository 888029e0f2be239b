import Render

/// Goldens of `PolygonLayer`.
enum PolygonCase: String, GoldenCase {
    static let suite = "polygons"

    case concave
    case selfCrossing = "self-crossing"
    case star
    case outline
    case clipped
    case flat

    func picture() throws -> Bitmap { try scene(96, 72, layer()).transparentPicture() }

    private func layer() -> PolygonLayer {
        switch self {
        case .concave: layer([[PixelPoint]((10, 10), (84, 10), (84, 62), (60, 62), (60, 30), (34, 30), (34, 62), (10, 62))])
        // Five points joined two by two: its middle is outside by the even-odd rule.
        case .selfCrossing: layer([[PixelPoint]((48, 5), (67, 64), (17, 27), (79, 27), (29, 64))])
        case .star:
            layer([[PixelPoint]((48, 5), (55, 27), (79, 27), (60, 41), (67, 64), (48, 50), (29, 64), (36, 41), (17, 27), (41, 27))])
        case .outline: layer([[PixelPoint]((12, 14), (80, 8), (86, 60), (20, 66))], isFilled: false)
        case .clipped: layer([[PixelPoint]((-40, 20), (48, -60), (140, 30), (48, 60)), [PixelPoint]((70, 50), (400, 60), (60, 300))])
        // Three points on one line, and three of which two are the same.
        case .flat: layer([[PixelPoint]((12, 56), (28, 36), (44, 16)), [PixelPoint]((60, 12), (60, 12), (80, 60))])
        }
    }

    private func layer(_ polygons: [[PixelPoint]], isFilled: Bool = true) -> PolygonLayer {
        let polygons = polygons.enumerated().map {
            PolygonLayer.Polygon(points: $1, color: Palette.color(index: $0), isFilled: isFilled)
        }
        return PolygonLayer(polygons: polygons, thickness: 3, opacity: 0.4)
    }
}
