/// Fills contours with exact-area anti-aliasing: a pixel's coverage is the area of the shape inside it.
///
/// Works through one band of tiles (16 pixel rows) at a time. Every edge adds, for each row it crosses, the change of
/// covered area to the two or more pixels it touches; the running sum along a row is then the covered area of each
/// pixel. Where shapes overlap themselves within one pixel, areas are added and cut at 1. Tiles that no edge touches
/// are wholly inside or outside, and are passed on without looking at their pixels.
package struct PolygonRasterizer {
    private let grid: TileGrid
    private let rule: FillRule
    private let edges: EdgesByRow
    private var band: AreaBand

    /// Fills `path` inside `grid`; `nil` where it touches no tile of it. Open contours are closed by a straight line.
    package init?(filling path: Path, rule: FillRule, in grid: TileGrid) {
        self.init(filling: path.flattened(), rule: rule, in: grid)
    }

    /// As above, for lines only.
    package init?(filling contours: [Contour], rule: FillRule, in grid: TileGrid) {
        let edges = PolygonEdge.edges(of: contours)
        guard let bounds = PolygonEdge.bounds(of: edges) else { return nil }
        guard let grid = TileGrid(touching: bounds, in: grid) else { return nil }
        self.grid = grid
        self.rule = rule
        self.edges = EdgesByRow(edges, rows: grid.rows)
        band = AreaBand(firstColumn: grid.columns.lowerBound, columnCount: grid.columns.count)
    }

    package mutating func rasterize<Sink: CoverageSink>(into sink: inout Sink, with paint: Sink.Paint) {
        var active: [PolygonEdge] = []
        for row in grid.rows {
            let top = Double(row * tileSide)
            active.removeAll { $0.bottom <= top }
            active += edges[row]
            guard !active.isEmpty else { continue }
            for edge in active { band.add(edge, bandTop: top) }
            band.emit(row: row, rule: rule, into: &sink, with: paint)
        }
    }
}

/// Edges by the row of tiles in which they begin.
private struct EdgesByRow {
    private let rows: Range<Int>
    /// Those of the first row as they came, then those of the next; at last those below all rows.
    private var edges: [PolygonEdge]
    /// For each row where its edges begin among `edges`, and where those of the last one end.
    private var starts: [Int]

    /// Edges that begin above all rows are with the first.
    init(_ edges: [PolygonEdge], rows: Range<Int>) {
        self.rows = rows
        let numbers = edges.map {
            min(max(Int(clamping: ($0.top / Double(tileSide)).rounded(.down)) - rows.lowerBound, 0), rows.count)
        }
        starts = [Int](repeating: 0, count: rows.count + 2)
        for number in numbers { starts[number + 1] += 1 }
        for number in 1...rows.count { starts[number + 1] += starts[number] }
        var places = starts
        self.edges = edges
        for (edge, number) in zip(edges, numbers) {
            self.edges[places[number]] = edge
            places[number] += 1
        }
    }

    subscript(row: Int) -> ArraySlice<PolygonEdge> {
        let number = row - rows.lowerBound
        return edges[starts[number]..<starts[number + 1]]
    }
}

extension PolygonRasterizer {
    /// The coverage of `contours` as one mask, cut to the pixels they touch; `nil` where they touch none.
    ///
    /// They may lie anywhere within ±8 192 pixels of the origin; what lies outside is cut off.
    package static func mask(of contours: [Contour], rule: FillRule) -> CoverageMask? {
        let everywhere = TileGrid(columns: -512..<512, rows: -512..<512)
        guard let grid = TileGrid(touching: contours.bounds, in: everywhere),
            var rasterizer = PolygonRasterizer(filling: contours, rule: rule, in: grid)
        else { return nil }
        var sink = MaskSink(grid: grid)
        rasterizer.rasterize(into: &sink, with: ())
        return sink.trimmed()
    }
}

extension [Contour] {
    fileprivate var bounds: PixelRect {
        let points = lazy.flatMap(\.points)
        let start = PixelRect(minX: .infinity, minY: .infinity, maxX: -.infinity, maxY: -.infinity)
        return points.reduce(into: start) { bounds, point in
            bounds.minX = Swift.min(bounds.minX, point.x)
            bounds.minY = Swift.min(bounds.minY, point.y)
            bounds.maxX = Swift.max(bounds.maxX, point.x)
            bounds.maxY = Swift.max(bounds.maxY, point.y)
        }
    }
}

private struct MaskSink: CoverageSink {
    private let grid: TileGrid
    private let width: Int
    private let height: Int
    private var coverage: [UInt8]

    init(grid: TileGrid) {
        self.grid = grid
        width = grid.columns.count * tileSide
        height = grid.rows.count * tileSide
        coverage = [UInt8](repeating: 0, count: width * height)
    }

    mutating func coverTile(column: Int, row: Int, with paint: Void) {
        for y in 0..<tileSide {
            let start = index(column: column, row: row, y: y)
            for x in 0..<tileSide { coverage[start + x] = 255 }
        }
    }

    mutating func coverRows(column: Int, row: Int, ys: Range<Int>, coverage bytes: Span<UInt8>, with paint: Void) {
        for y in ys {
            let start = index(column: column, row: row, y: y)
            for x in 0..<tileSide { coverage[start + x] = bytes[x] }
        }
    }

    private func index(column: Int, row: Int, y: Int) -> Int {
        ((row - grid.rows.lowerBound) * tileSide + y) * width + (column - grid.columns.lowerBound) * tileSide
    }

    func trimmed() -> CoverageMask? {
        let rows = (0..<height).filter { y in (0..<width).contains { coverage[y * width + $0] > 0 } }
        let columns = (0..<width).filter { x in (0..<height).contains { coverage[$0 * width + x] > 0 } }
        guard let top = rows.first, let bottom = rows.last, let left = columns.first, let right = columns.last else {
            return nil
        }
        return CoverageMask(
            x: grid.columns.lowerBound * tileSide + left,
            y: grid.rows.lowerBound * tileSide + top,
            width: right - left + 1,
            height: bottom - top + 1,
            coverage: (top...bottom).flatMap { coverage[$0 * width + left...$0 * width + right] }
        )
    }
}

/// Which regions of a path that crosses itself are inside.
package enum FillRule: Sendable {
    case nonZero
    case evenOdd
}
