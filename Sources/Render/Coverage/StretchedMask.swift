/// A mask stretched over a rectangle of whole pixels: its corners stay as they are, and its middle row and column are
/// repeated.
package struct StretchedMask {
    private let mask: CoverageMask
    private let columns: StretchedAxis
    private let rows: StretchedAxis

    /// `mask` has an odd width and height; `nil` where `columns` × `rows`, in frame pixels, has no room for it.
    package init?(_ mask: CoverageMask, columns: Range<Int>, rows: Range<Int>) {
        guard
            let columns = StretchedAxis(columns, length: mask.width),
            let rows = StretchedAxis(rows, length: mask.height)
        else { return nil }
        self.mask = mask
        self.columns = columns
        self.rows = rows
    }

    package func rasterize<Sink: CoverageSink>(in grid: TileGrid, into sink: inout Sink, with paint: Sink.Paint) {
        let runs = rows.tiles(of: grid.rows).flatMap { row in rows.runs(row: row) }
        for column in columns.tiles(of: grid.columns) {
            let isMiddle = columns.isMiddle(tile: column)
            for run in runs {
                let coverage = isMiddle ? middle(of: run.source) : ends(of: run.source, column: column)
                coverage.cover(column: column, row: run.row, ys: run.ys, of: &sink, with: paint)
            }
        }
    }

    private func middle(of row: Int) -> TileRow { TileRow(repeating: mask.coverage[row * mask.width + mask.width / 2]) }

    private func ends(of row: Int, column: Int) -> TileRow {
        let start = row * mask.width
        return TileRow { x in columns.source(of: column * tileSide + x).map { mask.coverage[start + $0] } ?? 0 }
    }
}

/// One direction of a stretched mask.
private struct StretchedAxis {
    /// In frame pixels.
    private let range: Range<Int>
    /// How many pixels of the mask lie before its middle one, and as many after it.
    private let margin: Int

    init?(_ range: Range<Int>, length: Int) {
        guard !length.isMultiple(of: 2), range.count >= length else { return nil }
        self.range = range
        margin = length / 2
    }

    /// The mask's row or column that is seen at `position`, in frame pixels.
    func source(of position: Int) -> Int? {
        guard range.contains(position) else { return nil }
        let fromEnd = range.upperBound - 1 - position
        return fromEnd < margin ? margin * 2 - fromEnd : min(position - range.lowerBound, margin)
    }

    /// Whether the mask's middle is all that is seen in `tile`.
    func isMiddle(tile: Int) -> Bool {
        tile * tileSide >= range.lowerBound + margin && (tile + 1) * tileSide <= range.upperBound - margin
    }

    /// Those of `tiles` that the mask touches.
    func tiles(of tiles: Range<Int>) -> Range<Int> {
        let visible = range.clamped(to: tiles.lowerBound * tileSide..<tiles.upperBound * tileSide)
        guard !visible.isEmpty else { return tiles.lowerBound..<tiles.lowerBound }
        return visible.lowerBound / tileSide..<(visible.upperBound + tileSide - 1) / tileSide
    }

    /// Pixel rows `ys` of a row of tiles, all of which show one row of the mask.
    struct Run {
        let row: Int
        let ys: Range<Int>
        let source: Int
    }

    func runs(row: Int) -> [Run] {
        var runs: [Run] = []
        var y = 0
        while y < tileSide {
            let start = y
            let source = source(of: row * tileSide + y)
            repeat { y += 1 } while y < tileSide && self.source(of: row * tileSide + y) == source
            if let source { runs.append(Run(row: row, ys: start..<y, source: source)) }
        }
        return runs
    }
}
