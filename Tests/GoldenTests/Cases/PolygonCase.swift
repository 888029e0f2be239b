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

    func picture() throws -> Bitmap { try scene(96, 72, layer).transparentPicture() }

    private var layer: PolygonLayer {
        let polygons = points.enumerated().map {
            PolygonLayer.Polygon(points: $1, color: Palette.color(index: $0), isFilled: self != .outline)
        }
        return PolygonLayer(polygons: polygons, thickness: 3, opacity: 0.4)
    }

    /// Of one polygon, or two.
    private var points: [[PixelPoint]] {
        switch self {
        case .concave: [.init((10, 10), (84, 10), (84, 62), (60, 62), (60, 30), (34, 30), (34, 62), (10, 62))]
        // Five points joined two by two: its middle is outside by the even-odd rule.
        case .selfCrossing: [.init((48, 5), (67, 64), (17, 27), (79, 27), (29, 64))]
        case .star: [star]
        case .outline: [.init((12, 14), (80, 8), (86, 60), (20, 66))]
        case .clipped: [.init((-40, 20), (48, -60), (140, 30), (48, 60)), .init((70, 50), (400, 60), (60, 300))]
        // Three points on one line, and three of which two are the same.
        case .flat: [.init((12, 56), (28, 36), (44, 16)), .init((60, 12), (60, 12), (80, 60))]
        }
    }

    private var star: [PixelPoint] {
        .init((48, 5), (55, 27), (79, 27), (60, 41), (67, 64), (48, 50), (29, 64), (36, 41), (17, 27), (41, 27))
    }
}
