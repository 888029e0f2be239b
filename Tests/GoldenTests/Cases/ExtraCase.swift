import Render
import Testing

/// Goldens of the layers that are drawn beside boxes and outlines.
enum ExtraCase: String, GoldenCase {
    static let suite = "extras"

    case zones
    /// One that goes on, one with a gap, and one that this frame lacks.
    case trails
    case arrows
    case bars
    case halos
    case heat
    /// Words along slanting lines, squeezed where they are long, from the first to the last.
    case words
    /// Every badge: beside things that are too small for them, at the frame's edge, and with arrows from where things were.
    case differences

    func picture() throws -> Bitmap {
        let size = self == .heat ? (width: 110, height: 80) : (width: 180, height: 120)
        return try scene(size.width, size.height, [layer()]).transparentPicture()
    }

    private func layer() throws -> any Layer {
        switch self {
        case .zones:
            return ZoneLayer(
                zones: [ZoneLayer.Zone(polygon: .init((12, 14), (120, 8), (130, 60), (20, 70)), text: "gate 3")],
                lines: [
                    ZoneLayer.Line(
                        start: PixelPoint(x: 20, y: 100),
                        end: PixelPoint(x: 160, y: 84),
                        text: "kerb in 4 out 2"
                    ),
                    ZoneLayer.Line(start: PixelPoint(x: 150, y: 10), end: PixelPoint(x: 165, y: 60), text: ""),
                ],
                thickness: 2,
                fontSize: 10
            )
        case .trails: return TrailLayer(trails: trails, thickness: 3)
        case .arrows:
            let ends = [PixelPoint]((60, 20), (20, 90), (100, 60), (92, 62), (170, 110))
            let arrows = ends.enumerated().map { number, end in
                ArrowLayer.Arrow(start: PixelPoint(x: 90, y: 60), end: end, color: Palette.color(index: number))
            }
            return ArrowLayer(arrows: arrows, thickness: 3)
        case .bars:
            let bars = [0, 0.25, 0.87, 1, 1.5].enumerated().map { number, value in
                BarLayer.Bar(
                    rect: PixelRect(x: 6 + 35 * Double(number), y: 20, width: 28, height: number == 4 ? 2 : 60),
                    value: value,
                    color: Palette.color(index: number)
                )
            }
            return BarLayer(bars: bars, height: 6)
        case .differences: return differences
        case .halos: return HaloLayer(halos: try halos, radius: 10)
        case .heat:
            let cells = (0..<11 * 8).map { number -> UInt8 in
                let (dx, dy) = (number % 11 - 4, number / 11 - 3)
                return UInt8(max(255 - (dx * dx + dy * dy) * 20, 0))
            }
            return HeatLayer(cells: cells, columnCount: 11, side: 10, opacity: 0.75)
        case .words: return WordLayer(words: words, thickness: 1)
        }
    }

    private var trails: [TrailLayer.Trail] {
        func trail(_ number: Int, _ points: [PixelPoint], gaps: Set<Int> = [], ages: (Double, Double) = (1, 0))
            -> TrailLayer.Trail
        {
            let points = points.enumerated().map { index, point in
                let part = Double(index) / Double(points.count - 1)
                let age = ages.0 + (ages.1 - ages.0) * part
                return TrailLayer.Point(place: point, age: age, isAfterGap: gaps.contains(index))
            }
            return TrailLayer.Trail(points: points, color: Palette.color(index: number))
        }
        let curve = (0..<24).map { PixelPoint(x: 10 + Double($0) * 7, y: 20 + Double($0 * $0) / 12) }
        return [
            trail(0, curve), trail(1, .init((10, 60), (50, 58), (100, 70), (150, 100)), gaps: [2]),
            trail(5, .init((10, 100), (60, 112), (110, 104)), ages: (1, 0.5)),
        ]
    }

    private var halos: [HaloLayer.Halo] {
        get throws {
            var outline = RedactionLayer.Area()
            outline.outlines = [Path(ellipseIn: PixelRect(x: 24, y: 24, width: 50, height: 70))]
            var mask = RedactionLayer.Area()
            let size = try #require(PixelSize(width: 18, height: 12))
            mask.masks = [try #require(RunLengthCoverage(size: size, runs: [148, 4, 8, 4, 8, 2, 42]))]
            return [(outline, 1), (mask, 5)].map { HaloLayer.Halo(area: $0.0, color: Palette.color(index: $0.1)) }
        }
    }

    private var words: [WordLayer.Word] {
        [
            ("NO PARKING", [PixelPoint]((10, 20), (100, 8), (103, 28), (13, 40))),
            ("any time, not even on Sundays", .init((14, 52), (104, 40), (106, 56), (16, 68))),
            ("出口", .init((120, 20), (164, 30), (158, 56), (114, 46))),
            ("→", .init((30, 80), (60, 80), (60, 108), (30, 108))),
            ("", .init((80, 90), (100, 90), (100, 100), (80, 100))),
        ].enumerated().map { WordLayer.Word(quad: $1.1, text: $1.0, color: Palette.color(index: $0)) }
    }

    private var differences: DifferenceLayer {
        let items = DifferenceLayer.Badge.allCases.enumerated().map { number, badge in
            let (column, row) = (Double(number % 4), Double(number / 4))
            let bounds = PixelRect(x: 8 + column * 45, y: 8 + row * 56, width: number == 3 ? 12 : 34, height: 44)
            return DifferenceLayer.Item(
                bounds: bounds,
                badges: number == 6 ? [badge, .moved] : [badge],
                former: badge == .moved ? bounds.expanded(by: -2).corners.map { $0 + PixelPoint(x: -14, y: 14) } : [],
                color: badge.color
            )
        }
        return DifferenceLayer(items: items, thickness: 2, fontSize: 10)
    }
}
