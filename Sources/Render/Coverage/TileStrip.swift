/// One column of tiles of a binary mask: for each of its 16 pixel columns, a bit for each row.
struct TileStrip {
    /// Tile after tile, 32 bytes each: of its 16 pixel columns the upper eight rows, then of each the lower eight. Bit y
    /// of a byte is set where that row is inside.
    private var bits: [UInt8]
    /// The tiles that may have a bit set.
    private var touched = 0..<0

    private static let bytesPerTile = 2 * tileSide

    init(rowCount: Int) { bits = [UInt8](repeating: 0, count: rowCount * Self.bytesPerTile) }

    /// Marks pixel rows of the strip's pixel column `x` as inside.
    mutating func add(x: Int, rows: Range<Int>) {
        guard !rows.isEmpty else { return }
        let tiles = rows.lowerBound / tileSide..<(rows.upperBound - 1) / tileSide + 1
        touched =
            touched.isEmpty
            ? tiles : min(touched.lowerBound, tiles.lowerBound)..<max(touched.upperBound, tiles.upperBound)
        var bits = bits.mutableSpan
        for tile in tiles {
            let low = max(rows.lowerBound &- tile &* tileSide, 0)
            let high = min(rows.upperBound &- tile &* tileSide, tileSide)
            let inside =
                (UInt32(1) &<< UInt32(truncatingIfNeeded: high)) &- (UInt32(1) &<< UInt32(truncatingIfNeeded: low))
            let upper = tile &* Self.bytesPerTile &+ x
            bits[upper] |= UInt8(truncatingIfNeeded: inside)
            bits[upper &+ tileSide] |= UInt8(truncatingIfNeeded: inside &>> 8)
        }
    }

    /// Passes the marked pixels on and clears them.
    mutating func emit<Sink: CoverageSink>(column: Int, into sink: inout Sink, with paint: Sink.Paint) {
        for tile in touched {
            let first = tile * Self.bytesPerTile
            let upper = bits.span.load(SIMD16<UInt8>.self, at: first)
            let lower = bits.span.load(SIMD16<UInt8>.self, at: first + tileSide)
            if isFull(tile) {
                sink.coverTile(column: column, row: tile, with: paint)
            } else {
                Self.emit(upper, firstRow: 0, column: column, row: tile, into: &sink, with: paint)
                Self.emit(lower, firstRow: 8, column: column, row: tile, into: &sink, with: paint)
            }
            var bytes = bits.mutableSpan
            bytes.store(SIMD16<UInt8>.zero, at: first)
            bytes.store(SIMD16<UInt8>.zero, at: first + tileSide)
        }
        touched = 0..<0
    }

    @inline(always)
    private func isFull(_ tile: Int) -> Bool {
        let first = tile * Self.bytesPerTile
        let both =
            bits.span.load(SIMD2<UInt64>.self, at: first) & bits.span.load(SIMD2<UInt64>.self, at: first + tileSide)
        return both[0] & both[1] == .max
    }

    /// Eight rows of a tile, from `firstRow` on.
    @inline(always)
    private static func emit<Sink: CoverageSink>(
        _ bits: SIMD16<UInt8>,
        firstRow: Int,
        column: Int,
        row: Int,
        into sink: inout Sink,
        with paint: Sink.Paint
    ) {
        for y in 0..<8 {
            let bit = SIMD16<UInt8>(repeating: 1 &<< UInt8(truncatingIfNeeded: y))
            let coverage = SIMD16<UInt8>.zero.replacing(with: 255, where: bits & bit .== bit)
            let ys = firstRow + y..<firstRow + y + 1
            TileRow(coverage).cover(column: column, row: row, ys: ys, of: &sink, with: paint)
        }
    }
}

/// The side of a tile, in pixels.
package let tileSide = 16

/// A range of tiles: `columns` × `rows`, counted in tiles from the frame's top left corner.
package struct TileGrid: Hashable, Sendable {
    package var columns: Range<Int>
    package var rows: Range<Int>

    package init(columns: Range<Int>, rows: Range<Int>) {
        self.columns = columns
        self.rows = rows
    }

    /// All tiles that a picture of `size` touches.
    package init(covering size: PixelSize) {
        columns = 0..<(size.width + tileSide - 1) / tileSide
        rows = 0..<(size.height + tileSide - 1) / tileSide
    }

    /// The tiles of `grid` that `rect` (frame pixels) touches; `nil` where there are none or `rect` is not finite.
    package init?(touching rect: PixelRect, in grid: TileGrid) {
        guard
            let columns = Self.tiles(from: rect.minX, to: rect.maxX, in: grid.columns),
            let rows = Self.tiles(from: rect.minY, to: rect.maxY, in: grid.rows)
        else { return nil }
        self.init(columns: columns, rows: rows)
    }

    private static func tiles(from low: Double, to high: Double, in range: Range<Int>) -> Range<Int>? {
        let side = Double(tileSide)
        let first = max((low / side).rounded(.down), Double(range.lowerBound))
        let end = min((high / side).rounded(.up), Double(range.upperBound))
        guard first < end else { return nil }
        return Int(clamping: first)..<Int(clamping: end)
    }
}
