/// Turns a line of straight segments into the polygons that bound its stroke.
///
/// Both sides are walked as one outline; at the inner side of a corner the outline passes through the corner itself, so
/// that the loop it leaves has the same winding as the stroke and the non-zero rule fills it.
struct Stroker {
    let stroke: Stroke
    private var radius: Double { stroke.width / 2 }
    private static let miterLimit = 4.0
    /// How far a round join may lie from its circle, in pixels.
    private static let roundTolerance = 0.05

    init(stroke: Stroke) { self.stroke = stroke }

    func outlines(of contour: Contour) -> [[PixelPoint]] {
        let points = distinct(contour.points, isClosed: contour.isClosed)
        guard points.count > 1 else { return points.first.map(dot) ?? [] }
        if contour.isClosed, points.count > 2 {
            return [side(of: points, isClosed: true), side(of: points.reversed(), isClosed: true)]
        }
        let backward = Array(points.reversed())
        return [
            side(of: points, isClosed: false) + cap(from: points) + side(of: backward, isClosed: false)
                + cap(from: backward)
        ]
    }

    /// The outline's left side along `points`, looking forward with y up; right on screen.
    private func side(of points: [PixelPoint], isClosed: Bool) -> [PixelPoint] {
        let count = points.count
        let segments = (0..<(isClosed ? count : count - 1)).map {
            offset(from: points[$0], to: points[($0 + 1) % count])
        }
        var outline: [PixelPoint] = []
        if !isClosed { outline.append(points[0] + segments[0]) }
        for index in isClosed ? 0..<count : 1..<(count - 1) {
            outline += join(
                at: points[index],
                from: segments[(index + segments.count - 1) % segments.count],
                to: segments[index]
            )
        }
        if !isClosed { outline.append(points[count - 1] + segments[count - 2]) }
        return outline
    }

    /// From the path to the outline's side: the segment's direction turned by 90°, as long as the stroke's half width.
    private func offset(from start: PixelPoint, to end: PixelPoint) -> PixelPoint {
        let direction = end - start
        let scale = radius / direction.length
        return PixelPoint(x: -direction.y * scale, y: direction.x * scale)
    }

    private func join(at corner: PixelPoint, from first: PixelPoint, to second: PixelPoint) -> [PixelPoint] {
        let turn = first.x * second.y - first.y * second.x
        let isStraight = abs(turn) < 1e-9 * radius * radius && first.x * second.x + first.y * second.y > 0
        if isStraight { return [corner + second] }
        guard turn < 0 || (turn == 0) else { return [corner + first, corner, corner + second] }
        switch stroke.join {
        case .bevel: return [corner + first, corner + second]
        case .round:
            // A line that turns straight back ends here, and goes on from its end.
            let isReversal = (first + second).length < 1e-9 * radius
            let bend = isReversal ? halfTurn(around: corner, from: first) : arc(around: corner, from: first, to: second)
            return [corner + first] + bend + [corner + second]
        case .miter: return [corner + first] + miter(at: corner, first, second) + [corner + second]
        }
    }

    /// The tip lies along the sum of both offsets s, at distance 2·r² / |s|² times s.
    private func miter(at corner: PixelPoint, _ first: PixelPoint, _ second: PixelPoint) -> [PixelPoint] {
        let sum = first + second
        let scale = 2 * radius * radius / (sum.x * sum.x + sum.y * sum.y)
        guard sum.length * scale <= Self.miterLimit * radius else { return [] }
        return [corner + sum * scale]
    }

    /// The points between two offsets of less than half a turn, on the circle; found by halving the angle.
    private func arc(around center: PixelPoint, from first: PixelPoint, to second: PixelPoint) -> [PixelPoint] {
        let sum = first + second
        let length = sum.length
        guard length > 1e-9 * radius, radius - length / 2 > Self.roundTolerance else { return [] }
        let middle = sum * (radius / length)
        return arc(around: center, from: first, to: middle) + [center + middle]
            + arc(around: center, from: middle, to: second)
    }

    /// The points of half a circle from `side` over the point ahead to the other side.
    private func halfTurn(around center: PixelPoint, from side: PixelPoint) -> [PixelPoint] {
        let forward = PixelPoint(x: side.y, y: -side.x)
        return arc(around: center, from: side, to: forward) + [center + forward]
            + arc(around: center, from: forward, to: side * -1)
    }

    /// What lies between the two sides at the last of `points`.
    private func cap(from points: [PixelPoint]) -> [PixelPoint] {
        let end = points[points.count - 1]
        let side = offset(from: points[points.count - 2], to: end)
        let forward = PixelPoint(x: side.y, y: -side.x)
        let other = side * -1
        switch stroke.cap {
        case .butt: return []
        case .square: return [end + side + forward, end + other + forward]
        case .round: return halfTurn(around: end, from: side)
        }
    }

    /// A line without length: a circle or a square where the caps are so, else nothing.
    private func dot(at point: PixelPoint) -> [[PixelPoint]] {
        let rect = PixelRect(minX: point.x, minY: point.y, maxX: point.x, maxY: point.y).expanded(by: radius)
        switch stroke.cap {
        case .butt: return []
        case .square: return Path(rect: rect).flattened().map(\.points)
        case .round: return Path(ellipseIn: rect).flattened().map(\.points)
        }
    }

    private func distinct(_ points: [PixelPoint], isClosed: Bool) -> [PixelPoint] {
        var result: [PixelPoint] = []
        for point in points where (result.last.map { ($0 - point).length > 1e-6 } ?? true) { result.append(point) }
        if isClosed, result.count > 1, (result[0] - result[result.count - 1]).length <= 1e-6 { result.removeLast() }
        return result
    }
}

/// How a line is drawn along a path.
package struct Stroke: Hashable, Sendable {
    package enum Join: Hashable, Sendable {
        /// Sharp up to a miter of four times the half width, cut off beyond it.
        case miter
        case round
        case bevel
    }

    package enum Cap: Hashable, Sendable {
        case butt
        case round
        case square
    }

    /// In pixels; the line lies half on either side of the path.
    package var width: Double
    package var join: Join
    package var cap: Cap
    /// Lengths of dashes and gaps in turn, in pixels; empty for a solid line.
    package var dashes: [Double]

    package init(width: Double, join: Join = .miter, cap: Cap = .butt, dashes: [Double] = []) {
        self.width = width
        self.join = join
        self.cap = cap
        self.dashes = dashes
    }
}
