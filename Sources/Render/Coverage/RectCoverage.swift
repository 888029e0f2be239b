/// The exact-area coverage of an axis-aligned rectangle, or of the frame between two of them.
///
/// A pixel's covered area is the product of what the rectangle covers of its column and of its row; a frame's is the
/// outer rectangle's less the inner one's, which lies inside it.
package struct RectCoverage {
    private let outer: PixelRect
    /// The hole; without an area where there is none.
    private let inner: PixelRect
    private let grid: TileGrid

    /// Fills `rect` inside `grid`; `nil` where it touches no tile of it.
    package init?(filling rect: PixelRect, in grid: TileGrid) {
        let nowhere = PixelRect(x: rect.minX, y: rect.minY, width: 0, height: 0)
        self.init(outer: rect, inner: nowhere, in: grid)
    }

    /// A line of `width` pixels along the sides of `rect`, with sharp corners.
    package init?(stroking rect: PixelRect, width: Double, in grid: TileGrid) {
        self.init(outer: rect.expanded(by: width / 2), inner: rect.expanded(by: -width / 2), in: grid)
    }

    private init?(outer: PixelRect, inner: PixelRect, in grid: TileGrid) {
        guard !outer.isEmpty, let grid = TileGrid(touching: outer, in: grid) else { return nil }
        self.outer = outer
        self.inner = inner
        self.grid = grid
    }

    package func rasterize<Sink: CoverageSink>(into sink: inout Sink, with paint: Sink.Paint) {
        for column in grid.columns {
            let left = Double(column * tileSide)
            let columns = Sides(
                outer: .overlaps(from: outer.minX - left, to: outer.maxX - left),
                inner: .overlaps(from: inner.minX - left, to: inner.maxX - left)
            )
            for row in grid.rows {
                let tile = PixelRect(tileColumn: column, row: row)
                if inner.contains(tile) { continue }
                if outer.contains(tile), inner.intersection(tile).isEmpty {
                    sink.coverTile(column: column, row: row, with: paint)
                } else {
                    coverRows(column: column, row: row, columns, into: &sink, with: paint)
                }
            }
        }
    }

    /// What each rectangle covers of 16 pixel columns or rows.
    private struct Sides {
        let outer: RowArea
        let inner: RowArea
    }

    private func coverRows<Sink: CoverageSink>(
        column: Int,
        row: Int,
        _ columns: Sides,
        into sink: inout Sink,
        with paint: Sink.Paint
    ) {
        let top = Double(row * tileSide)
        let rows = Sides(
            outer: .overlaps(from: outer.minY - top, to: outer.maxY - top),
            inner: .overlaps(from: inner.minY - top, to: inner.maxY - top)
        )
        var y = 0
        while y < tileSide {
            let (outerHeight, innerHeight) = (rows.outer[y], rows.inner[y])
            var end = y + 1
            while end < tileSide, rows.outer[end] == outerHeight, rows.inner[end] == innerHeight { end += 1 }
            if outerHeight > 0 {
                let coverage = (columns.outer * outerHeight - columns.inner * innerHeight).coverage
                sink.coverRows(column: column, row: row, ys: y..<end, coverage: coverage.span, with: paint)
            }
            y = end
        }
    }
}

extension PixelRect {
    /// The pixels of one tile.
    package init(tileColumn column: Int, row: Int) {
        let side = Double(tileSide)
        self.init(x: Double(column) * side, y: Double(row) * side, width: side, height: side)
    }

    fileprivate func contains(_ other: PixelRect) -> Bool {
        minX <= other.minX && minY <= other.minY && other.maxX <= maxX && other.maxY <= maxY
    }
}
