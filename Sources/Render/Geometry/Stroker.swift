/// Turns a line of straight segments into the polygons that bound its stroke.
///
/// Both sides are walked as one outline. Where a line bends so little that its side is cut short by less than half a segment, the side has
/// one point, in which the sides of both segments meet. At the inner side of other corners it passes through the corner itself, so that the
/// loop it leaves has the same winding as the stroke and the non-zero rule fills it.
struct Stroker {
    let stroke: Stroke
    private var radius: Double { stroke.width / 2 }
    private static let miterLimit = 4.0
    /// How far a round join may lie from its circle, in pixels.
    private static let roundTolerance = 0.05

    init(stroke: Stroke) { self.stroke = stroke }

    /// Closed, all of them.
    func outlines(of contour: Contour) -> [Contour] {
        let points = distinct(contour.points, isClosed: contour.isClosed)
        guard points.count > 1 else { return points.first.map(dot) ?? [] }
        let backward = Array(points.reversed())
        var (outline, other): ([PixelPoint], [PixelPoint]) = ([], [])
        if contour.isClosed, points.count > 2 {
            append(sideOf: points, isClosed: true, to: &outline)
            append(sideOf: backward, isClosed: true, to: &other)
            return [Contour(points: outline, isClosed: true), Contour(points: other, isClosed: true)]
        }
        for line in [points, backward] {
            append(sideOf: line, isClosed: false, to: &outline)
            outline += cap(from: line)
        }
        return [Contour(points: outline, isClosed: true)]
    }

    /// One of a line's segments.
    private struct Segment {
        let length: Double
        /// From the path to the outline's side: the segment's direction turned by 90°, as long as the stroke's half width.
        let offset: PixelPoint

        init(from start: PixelPoint, to end: PixelPoint, radius: Double) {
            let direction = end - start
            length = direction.length
            let scale = radius / length
            offset = PixelPoint(x: -direction.y * scale, y: direction.x * scale)
        }
    }

    /// The outline's left side along `points`, looking forward with y up; right on screen.
    private func append(sideOf points: [PixelPoint], isClosed: Bool, to outline: inout [PixelPoint]) {
        outline.reserveCapacity(outline.count + points.count * 2)
        let last = points.count - 1
        let closing = isClosed ? Segment(from: points[last], to: points[0], radius: radius) : nil
        var before = closing
        for (corner, next) in zip(points, points.dropFirst()) {
            let after = Segment(from: corner, to: next, radius: radius)
            if let before {
                join(at: corner, from: before, to: after, &outline)
            } else {
                outline.append(corner + after.offset)
            }
            before = after
        }
        guard let before else { return }
        if let closing {
            join(at: points[last], from: before, to: closing, &outline)
        } else {
            outline.append(points[last] + before.offset)
        }
    }

    private func join(at corner: PixelPoint, from before: Segment, to after: Segment, _ outline: inout [PixelPoint]) {
        let (first, second) = (before.offset, after.offset)
        let turn = first.x * second.y - first.y * second.x
        // Both sides meet along the sum s of the offsets, r² / ½|s| from the corner.
        let sum = first + second
        let distance = 2 * radius * radius / sum.length
        let meeting = corner + sum * (distance / sum.length)
        if turn > 0 {
            let cut = max(distance * distance - radius * radius, 0).squareRoot()
            if cut * 2 <= min(before.length, after.length) {
                outline.append(meeting)
            } else {
                outline += [corner + first, corner, corner + second]
            }
            return
        }
        switch stroke.join {
        case .miter where distance <= Self.miterLimit * radius: outline.append(meeting)
        case .round where distance <= radius + Self.roundTolerance: outline.append(meeting)
        case .round:
            outline.append(corner + first)
            // A line that turns straight back ends here, and goes on from its end.
            let isReversal = sum.length < 1e-9 * radius
            outline += isReversal ? halfTurn(around: corner, from: first) : arc(around: corner, from: first, to: second)
            outline.append(corner + second)
        case .miter, .bevel: outline += [corner + first, corner + second]
        }
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
        let side = Segment(from: points[points.count - 2], to: end, radius: radius).offset
        let forward = PixelPoint(x: side.y, y: -side.x)
        let other = side * -1
        switch stroke.cap {
        case .butt: return []
        case .square: return [end + side + forward, end + other + forward]
        case .round: return halfTurn(around: end, from: side)
        }
    }

    /// A line without length: a circle or a square where the caps are so, else nothing.
    private func dot(at point: PixelPoint) -> [Contour] {
        let rect = PixelRect(minX: point.x, minY: point.y, maxX: point.x, maxY: point.y).expanded(by: radius)
        switch stroke.cap {
        case .butt: return []
        case .square: return Path(rect: rect).flattened()
        case .round: return Path(ellipseIn: rect).flattened()
        }
    }

    private func distinct(_ points: [PixelPoint], isClosed: Bool) -> [PixelPoint] {
        var result: [PixelPoint] = []
        result.reserveCapacity(points.count)
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
