/// Fills contours with exact-area anti-aliasing: a pixel's coverage is the area of the shape inside it.
///
/// Works through one band of tiles (16 pixel rows) at a time. Every edge adds, for each row it crosses, the change of
/// covered area to the two or more pixels it touches; the running sum along a row is then the covered area of each
/// pixel. Where shapes overlap themselves within one pixel, areas are added and cut at 1. Tiles that no edge touches
/// are wholly inside or outside, and are passed on without looking at their pixels.
package struct PolygonRasterizer {
    private let grid: TileGrid
    private let rule: FillRule
    private var edges: [PolygonEdge]
    private var band: AreaBand

    /// Fills `path` inside `grid`; `nil` where it touches no tile of it. Open contours are closed by a straight line.
    package init?(filling path: Path, rule: FillRule, in grid: TileGrid) {
        self.init(filling: path.flattened(), rule: rule, in: grid)
    }

    /// As above, for lines only.
    package init?(filling contours: [Contour], rule: FillRule, in grid: TileGrid) {
        let edges = contours.flatMap(PolygonEdge.edges)
        guard let bounds = PolygonEdge.bounds(of: edges) else { return nil }
        guard let grid = TileGrid(touching: bounds, in: grid) else { return nil }
        self.grid = grid
        self.rule = rule
        self.edges = edges.sorted { $0.top < $1.top }
        band = AreaBand(firstColumn: grid.columns.lowerBound, columnCount: grid.columns.count)
    }

    package mutating func rasterize<Sink: CoverageSink>(into sink: inout Sink, with paint: Sink.Paint) {
        var waiting = edges[...]
        var active: [PolygonEdge] = []
        for row in grid.rows {
            let top = Double(row * tileSide)
            let bottom = top + Double(tileSide)
            while let edge = waiting.first, edge.top < bottom {
                active.append(edge)
                waiting.removeFirst()
            }
            active.removeAll { $0.bottom <= top }
            guard !active.isEmpty else { continue }
            for edge in active { band.add(edge, bandTop: top) }
            band.emit(row: row, rule: rule, into: &sink, with: paint)
        }
    }
}
