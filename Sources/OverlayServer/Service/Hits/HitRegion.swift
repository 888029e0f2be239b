import Detections
package import Render

/// Where on a frame a pointer meets one detection: closed outlines in frame pixels, which the non-zero rule fills.
///
/// Outer outlines run clockwise on the screen, holes the other way. Of a detection its mask counts, else its outlines, else its box, else some way around its line
/// and its key points.
package struct HitRegion: Sendable {
    /// Empty for a detection that speaks of the whole frame.
    package let outlines: [[PixelPoint]]

    init(_ detection: Detection, in frame: PixelSize) {
        let mark = Mark(detection: detection, color: .white)
        let reach = max(Double(frame.shortSide) / 100, 3)
        let shapes: [[[PixelPoint]]] = [
            detection.mask.flatMap { MaskOutlines($0, on: frame)?.outlines } ?? [],
            mark.polygons.flatMap(\.hitOutlines),
            mark.box.map { [$0.corners] } ?? [],
            mark.polylines.flatMap { Self.around($0.points, reach) } + mark.hull(reach),
            // A mask that is not traced.
            detection.bounds(in: FrameSize(frame)).map { [PixelRect($0.box).corners] } ?? [],
        ]
        outlines = (shapes.first { !$0.isEmpty } ?? []).map { $0.map(Self.within) }
    }

    /// Farther away nothing is of interest, and products of such numbers are still exact enough.
    private static let farthest = 1e6

    private static func within(_ point: PixelPoint) -> PixelPoint {
        PixelPoint(x: min(max(point.x, -farthest), farthest), y: min(max(point.y, -farthest), farthest))
    }

    /// In square pixels, holes left out.
    var area: Double { abs(outlines.reduce(0) { $0 + PixelPoint.doubleArea(of: $1) }) / 2 }

    /// All that is at most `reach` pixels from a line.
    private static func around(_ line: [PixelPoint], _ reach: Double) -> [[PixelPoint]] {
        let stroke = Stroke(width: reach * 2, join: .round, cap: .round)
        return Path(points: line, isClosed: false).stroked(stroke).flattened()
            .map { PixelPoint.clockwise(OutlineReduction.reduced($0.points)) }
    }
}

extension PolygonLayer.Polygon {
    fileprivate var hitOutlines: [[PixelPoint]] {
        ([points] + parts).map { PixelPoint.clockwise($0) } + holes.map { PixelPoint.clockwise($0).reversed() }
    }
}

extension Mark {
    /// Around all key points that were found, and `reach` pixels farther.
    fileprivate func hull(_ reach: Double) -> [[PixelPoint]] {
        let joints = pose?.joints.compactMap { $0?.point } ?? []
        guard !joints.isEmpty else { return [] }
        let squares = joints.flatMap { PixelRect(x: $0.x, y: $0.y, width: 0, height: 0).expanded(by: reach).corners }
        return [ConvexHull.of(squares)]
    }
}

extension PixelPoint {
    /// Positive for an outline that runs clockwise on the screen.
    static func doubleArea(of outline: [PixelPoint]) -> Double {
        var sum = 0.0
        var last = outline.last ?? PixelPoint(x: 0, y: 0)
        for point in outline {
            sum += last.x * point.y - point.x * last.y
            last = point
        }
        return sum
    }

    static func clockwise(_ outline: [PixelPoint]) -> [PixelPoint] {
        doubleArea(of: outline) < 0 ? outline.reversed() : outline
    }
}

/// The smallest outline without dents around points.
enum ConvexHull {
    /// Clockwise on the screen, from the leftmost point. Andrew's monotone chain (1979).
    static func of(_ points: [PixelPoint]) -> [PixelPoint] {
        let points = points.sorted { ($0.x, $0.y) < ($1.x, $1.y) }
        return half(points) + half(points.reversed())
    }

    /// Without its last point.
    private static func half(_ points: [PixelPoint]) -> [PixelPoint] {
        var chain: [PixelPoint] = []
        for point in points {
            while chain.count > 1, !turnsRight(chain[chain.count - 2], chain[chain.count - 1], point) {
                chain.removeLast()
            }
            chain.append(point)
        }
        return chain.dropLast()
    }

    private static func turnsRight(_ first: PixelPoint, _ second: PixelPoint, _ third: PixelPoint) -> Bool {
        let (way, next) = (second - first, third - first)
        return way.x * next.y - way.y * next.x > 0
    }
}
