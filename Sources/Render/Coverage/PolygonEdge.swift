/// One straight, not horizontal edge of a filled shape, in frame pixels; `top < bottom`.
struct PolygonEdge {
    let top: Double
    let bottom: Double
    /// The edge's x at `top`.
    let topX: Double
    let bottomX: Double
    /// +1 where the contour runs down, −1 where it runs up.
    let winding: Float

    /// The change of x for one pixel down.
    var slope: Double { (bottomX - topX) / (bottom - top) }

    private init?(from start: PixelPoint, to end: PixelPoint) {
        guard start.y != end.y, start.x.isFinite, start.y.isFinite, end.x.isFinite, end.y.isFinite else { return nil }
        let runsDown = start.y < end.y
        top = runsDown ? start.y : end.y
        bottom = runsDown ? end.y : start.y
        topX = runsDown ? start.x : end.x
        bottomX = runsDown ? end.x : start.x
        winding = runsDown ? 1 : -1
    }

    /// Those of closed contours; open ones are closed by a straight line.
    static func edges(of contours: [Contour]) -> [PolygonEdge] {
        var edges: [PolygonEdge] = []
        edges.reserveCapacity(contours.reduce(0) { $0 + $1.points.count })
        for contour in contours {
            guard var start = contour.points.last else { continue }
            for end in contour.points {
                if let edge = PolygonEdge(from: start, to: end) { edges.append(edge) }
                start = end
            }
        }
        return edges
    }

    static func bounds(of edges: [PolygonEdge]) -> PixelRect? {
        guard let first = edges.first else { return nil }
        var bounds = PixelRect(minX: first.topX, minY: first.top, maxX: first.topX, maxY: first.bottom)
        for edge in edges {
            bounds.minX = min(bounds.minX, edge.topX, edge.bottomX)
            bounds.maxX = max(bounds.maxX, edge.topX, edge.bottomX)
            bounds.minY = min(bounds.minY, edge.top)
            bounds.maxY = max(bounds.maxY, edge.bottom)
        }
        return bounds
    }

    /// Calls `body` with the piece of this edge in each pixel row from `firstRow` on, at most `rowCount` rows.
    func forEachRow(
        from firstRow: Int,
        count rowCount: Int,
        _ body: (_ row: Int, _ height: Double, _ x0: Double, _ x1: Double) -> Void
    ) {
        let start = max(top, Double(firstRow))
        let end = min(bottom, Double(firstRow + rowCount))
        guard start < end else { return }
        let slope = slope
        var y = start
        var x = xAt(start, slope)
        for row in Int(clamping: start.rounded(.down))..<Int(clamping: end.rounded(.up)) {
            let nextY = min(Double(row + 1), end)
            let nextX = xAt(nextY, slope)
            body(row, nextY - y, x, nextX)
            (y, x) = (nextY, nextX)
        }
    }

    private func xAt(_ y: Double, _ slope: Double) -> Double {
        if y == top { return topX }
        if y == bottom { return bottomX }
        return topX + (y - top) * slope
    }
}
