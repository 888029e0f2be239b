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
    var area: Double { abs(outlines.reduce(0) { $0 + $1.doubleArea }) / 2 }

    /// All that is at most `reach` pixels from a line.
    private static func around(_ line: [PixelPoint], _ reach: Double) -> [[PixelPoint]] {
        let stroke = Stroke(width: reach * 2, join: .round, cap: .round)
        return Path(points: line, isClosed: false).stroked(stroke)
            .map { OutlineReduction.reduced($0.points).clockwise }
    }
}

extension PolygonLayer.Polygon {
    fileprivate var hitOutlines: [[PixelPoint]] {
        ([points] + parts).map(\.clockwise) + holes.map { $0.clockwise.reversed() }
    }
}

extension Mark {
    /// Around all key points that were found, and `reach` pixels farther.
    fileprivate func hull(_ reach: Double) -> [[PixelPoint]] {
        let joints = pose?.joints.compactMap { $0?.point } ?? []
        guard !joints.isEmpty else { return [] }
        let squares = joints.flatMap { PixelRect(x: $0.x, y: $0.y, width: 0, height: 0).expanded(by: reach).corners }
        return [squares.convexHull]
    }
}
