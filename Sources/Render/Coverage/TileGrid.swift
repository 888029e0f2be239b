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
