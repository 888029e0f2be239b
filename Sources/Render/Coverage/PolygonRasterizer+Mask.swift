extension PolygonRasterizer {
    /// The coverage of `path` as one mask, cut to the pixels it touches; `nil` where it touches none.
    ///
    /// The path may lie anywhere within ±8 192 pixels of the origin; what lies outside is cut off.
    package static func mask(of path: Path, rule: FillRule) -> CoverageMask? {
        let everywhere = TileGrid(columns: -512..<512, rows: -512..<512)
        let contours = path.flattened()
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
