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
        let runs = runs
        var coverages: [TileRow] = []
        coverages.reserveCapacity(runs.count)
        var evenShares: Shares?
        for column in grid.columns {
            let shares = evenColumn(column)
            // Most columns of tiles are covered alike.
            if shares == nil || shares != evenShares { update(&coverages, column: column, runs: runs) }
            evenShares = shares
            for index in runs.indices {
                let run = runs[index]
                coverages[index].cover(column: column, row: run.row, ys: run.ys, of: &sink, with: paint)
            }
        }
    }

    /// How much of a pixel row or column lies within each rectangle, 0…1.
    private struct Shares: Equatable {
        let outer: Float
        let inner: Float
    }

    /// Pixel rows `ys` of a row of tiles, which lie within the rectangles by the same shares.
    private struct Run {
        let row: Int
        let ys: Range<Int>
        let heights: Shares
    }

    /// The coverage of every run's rows in a column of tiles.
    private func update(_ coverages: inout [TileRow], column: Int, runs: [Run]) {
        let left = Double(column * tileSide)
        let outerWidths = RowArea.overlaps(from: outer.minX - left, to: outer.maxX - left)
        let innerWidths = RowArea.overlaps(from: inner.minX - left, to: inner.maxX - left)
        coverages.removeAll(keepingCapacity: true)
        var heights: Shares?
        var coverage = TileRow(repeating: 0)
        for run in runs {
            // Most of a column's tiles are covered alike.
            if run.heights != heights {
                coverage = (outerWidths * run.heights.outer - innerWidths * run.heights.inner).coverage
                heights = run.heights
            }
            coverages.append(coverage)
        }
    }

    private var runs: [Run] {
        var runs: [Run] = []
        runs.reserveCapacity(grid.rows.count + 12)
        for row in grid.rows {
            if let heights = evenRow(row) {
                runs.append(Run(row: row, ys: 0..<tileSide, heights: heights))
            } else {
                append(row: row, to: &runs)
            }
        }
        return runs
    }

    private func append(row: Int, to runs: inout [Run]) {
        let top = Double(row * tileSide)
        let outerHeights = RowArea.overlaps(from: outer.minY - top, to: outer.maxY - top)
        let innerHeights = RowArea.overlaps(from: inner.minY - top, to: inner.maxY - top)
        var y = 0
        while y < tileSide {
            let heights = Shares(outer: outerHeights[y], inner: innerHeights[y])
            let start = y
            repeat { y += 1 } while y < tileSide && outerHeights[y] == heights.outer && innerHeights[y] == heights.inner
            if heights.outer > 0 { runs.append(Run(row: row, ys: start..<y, heights: heights)) }
        }
    }

    /// What all pixel columns of a column of tiles share with the rectangles; `nil` unless the outer one spans them all
    /// and the inner one all or none.
    private func evenColumn(_ column: Int) -> Shares? {
        let (low, high) = (Double(column * tileSide), Double((column + 1) * tileSide))
        guard outer.minX <= low, outer.maxX >= high else { return nil }
        if inner.minX >= high || inner.maxX <= low { return Shares(outer: 1, inner: 0) }
        return inner.minX <= low && inner.maxX >= high ? Shares(outer: 1, inner: 1) : nil
    }

    /// The same for the pixel rows of a row of tiles.
    private func evenRow(_ row: Int) -> Shares? {
        let (low, high) = (Double(row * tileSide), Double((row + 1) * tileSide))
        guard outer.minY <= low, outer.maxY >= high else { return nil }
        if inner.minY >= high || inner.maxY <= low { return Shares(outer: 1, inner: 0) }
        return inner.minY <= low && inner.maxY >= high ? Shares(outer: 1, inner: 1) : nil
    }
}
