/// The exact-area coverage of an axis-aligned rectangle, or of the frame between two of them.
///
/// A pixel's covered area is the product of what the rectangle covers of its column and of its row; a frame's is the
/// outer rectangle's less the inner one's, which lies inside it.
package struct RectCoverage {
    private let outer: PixelRect
    private let inner: PixelRect?
    private let grid: TileGrid

    /// Fills `rect` inside `grid`; `nil` where it touches no tile of it.
    package init?(filling rect: PixelRect, in grid: TileGrid) {
        self.init(outer: rect, inner: nil, in: grid)
    }

    /// A line of `width` pixels along the sides of `rect`, with sharp corners.
    package init?(stroking rect: PixelRect, width: Double, in grid: TileGrid) {
        let inner = rect.expanded(by: -width / 2)
        self.init(outer: rect.expanded(by: width / 2), inner: inner.isEmpty ? nil : inner, in: grid)
    }

    private init?(outer: PixelRect, inner: PixelRect?, in grid: TileGrid) {
        guard !outer.isEmpty, let grid = TileGrid(touching: outer, in: grid) else { return nil }
        self.outer = outer
        self.inner = inner
        self.grid = grid
    }

    package func rasterize<Sink: CoverageSink>(into sink: inout Sink, with paint: Sink.Paint) {
        for row in grid.rows {
            for column in grid.columns {
                let tile = PixelRect(tileColumn: column, row: row)
                if let inner, inner.contains(tile) { continue }
                if inner.map({ $0.intersection(tile).isEmpty }) ?? true, outer.contains(tile) {
                    sink.coverTile(column: column, row: row, with: paint)
                } else {
                    coverRows(column: column, row: row, into: &sink, with: paint)
                }
            }
        }
    }

    private func coverRows<Sink: CoverageSink>(column: Int, row: Int, into sink: inout Sink, with paint: Sink.Paint) {
        let left = Double(column * tileSide)
        let top = Double(row * tileSide)
        let outerColumns = Self.overlaps(from: outer.minX - left, to: outer.maxX - left)
        let innerColumns = inner.map { Self.overlaps(from: $0.minX - left, to: $0.maxX - left) }
        var coverage = InlineArray<16, UInt8>(repeating: 0)
        var before: (outer: Float, inner: Float)?
        var isCovered = false
        for y in 0..<tileSide {
            let rows = (
                outer: Self.overlap(y, from: outer.minY - top, to: outer.maxY - top),
                inner: inner.map { Self.overlap(y, from: $0.minY - top, to: $0.maxY - top) } ?? 0
            )
            if before.map({ $0 != rows }) ?? true {
                isCovered = false
                for x in 0..<tileSide {
                    let hole = innerColumns.map { $0[x] * rows.inner } ?? 0
                    coverage[x] = UInt8(max(outerColumns[x] * rows.outer - hole, 0) * 255 + 0.5)
                    isCovered = isCovered || coverage[x] > 0
                }
                before = rows
            }
            if isCovered { sink.coverRow(column: column, row: row, y: y, coverage: coverage.span, with: paint) }
        }
    }

    /// How much of each of 16 unit cells lies between `low` and `high`.
    private static func overlaps(from low: Double, to high: Double) -> InlineArray<16, Float> {
        InlineArray { overlap($0, from: low, to: high) }
    }

    private static func overlap(_ cell: Int, from low: Double, to high: Double) -> Float {
        Float(max(0, min(Double(cell + 1), high) - max(Double(cell), low)))
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
