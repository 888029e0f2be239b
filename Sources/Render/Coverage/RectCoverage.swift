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
        let runs = grid.rows.flatMap(runs)
        for column in grid.columns {
            let left = Double(column * tileSide)
            let outerWidths = RowArea.overlaps(from: outer.minX - left, to: outer.maxX - left)
            let innerWidths = RowArea.overlaps(from: inner.minX - left, to: inner.maxX - left)
            var heights: Heights?
            var coverage = TileRow(repeating: 0)
            for run in runs {
                // Most of a column's tiles are covered alike.
                if run.heights != heights {
                    coverage = (outerWidths * run.heights.outer - innerWidths * run.heights.inner).coverage
                    heights = run.heights
                }
                coverage.cover(column: column, row: run.row, ys: run.ys, of: &sink, with: paint)
            }
        }
    }

    /// How much of a pixel row lies within each rectangle, 0…1.
    private struct Heights: Equatable {
        let outer: Float
        let inner: Float
    }

    /// Pixel rows `ys` of a row of tiles, which lie within the rectangles by the same heights.
    private struct Run {
        let row: Int
        let ys: Range<Int>
        let heights: Heights
    }

    private func runs(row: Int) -> [Run] {
        let top = Double(row * tileSide)
        let outerHeights = RowArea.overlaps(from: outer.minY - top, to: outer.maxY - top)
        let innerHeights = RowArea.overlaps(from: inner.minY - top, to: inner.maxY - top)
        var runs: [Run] = []
        var y = 0
        while y < tileSide {
            let heights = Heights(outer: outerHeights[y], inner: innerHeights[y])
            let start = y
            repeat { y += 1 } while y < tileSide && outerHeights[y] == heights.outer && innerHeights[y] == heights.inner
            if heights.outer > 0 { runs.append(Run(row: row, ys: start..<y, heights: heights)) }
        }
        return runs
    }
}
