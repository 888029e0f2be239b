/// One column of tiles of a binary mask: for each of its 16 pixel columns, a bit for each row.
struct TileStrip {
    /// Tile after tile, 16 words each; word x has bit y set where the pixel (x, y) of the tile is inside.
    private var words: [UInt16]
    private var isTouched: [Bool]

    init(rowCount: Int) {
        words = [UInt16](repeating: 0, count: rowCount * tileSide)
        isTouched = [Bool](repeating: false, count: rowCount)
    }

    /// Marks pixel rows of the strip's pixel column `x` as inside.
    mutating func add(x: Int, rows: Range<Int>) {
        guard !rows.isEmpty else { return }
        for tile in rows.lowerBound / tileSide...(rows.upperBound - 1) / tileSide {
            let low = max(rows.lowerBound - tile * tileSide, 0)
            let high = min(rows.upperBound - tile * tileSide, tileSide)
            let below = UInt32(1) << UInt32(high) - 1
            let before = UInt32(1) << UInt32(low) - 1
            words[tile * tileSide + x] |= UInt16(below & ~before)
            isTouched[tile] = true
        }
    }

    /// Passes the marked pixels on and clears them.
    mutating func emit<Sink: CoverageSink>(column: Int, into sink: inout Sink, with paint: Sink.Paint) {
        for tile in isTouched.indices where isTouched[tile] {
            let first = tile * tileSide
            if words[first..<first + tileSide].allSatisfy({ $0 == .max }) {
                sink.coverTile(column: column, row: tile, with: paint)
            } else {
                emitRows(tile: tile, column: column, into: &sink, with: paint)
            }
            for x in 0..<tileSide { words[first + x] = 0 }
            isTouched[tile] = false
        }
    }

    private func emitRows<Sink: CoverageSink>(tile: Int, column: Int, into sink: inout Sink, with paint: Sink.Paint) {
        let first = tile * tileSide
        let rows = words[first..<first + tileSide].reduce(0, |)
        for y in 0..<tileSide where rows >> UInt16(y) & 1 == 1 {
            let coverage = TileRow { words[first + $0] >> UInt16(y) & 1 == 1 ? 255 : 0 }
            coverage.cover(column: column, row: tile, ys: y..<y + 1, of: &sink, with: paint)
        }
    }
}
