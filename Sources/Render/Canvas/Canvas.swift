/// A drawn scene before it meets a frame: sparse tiles of premultiplied RGBA.
///
/// Drawing never looks at the frame. Tiles at the right and lower edge reach beyond the frame's size; what is drawn
/// there is never shown.
package struct Canvas: CoverageSink, Sendable {
    package let size: PixelSize
    package let grid: TileGrid
    /// Row by row, `grid.columns.count` to a row.
    private var tiles: [Tile]
    /// The pixels of all tiles that have some: `bytesPerTile` each, top row first.
    private var storage: [UInt8] = []
    /// For each of them, bit y tells whether row y has been drawn on.
    private var drawnRows: [UInt16] = []

    static let bytesPerTileRow = tileSide * 4
    static let bytesPerTile = bytesPerTileRow * tileSide
    private static let blankTile = [UInt8](repeating: 0, count: bytesPerTile)

    /// One tile in this many is expected to need pixels, and room is made for them at once: measured with 20 boxes and
    /// labels on 1080p, growing bit by bit took a third of the drawing.
    private static let expectedShare = 4

    package init(size: PixelSize) {
        self.size = size
        grid = TileGrid(covering: size)
        tiles = [Tile](repeating: .empty, count: grid.columns.count * grid.rows.count)
        storage.reserveCapacity(tiles.count / Self.expectedShare * Self.bytesPerTile)
    }

    package func tile(column: Int, row: Int) -> Tile { tiles[index(column, row)] }

    /// Bit y is set where row y of the tile at `slot` has been drawn on.
    package func drawnRows(ofSlot slot: Int32) -> UInt16 { drawnRows[Int(slot)] }

    /// Calls `body` with the 16 premultiplied pixels of one row of the tile at `slot`.
    @inline(always)
    package func withRow<Result>(_ y: Int, ofSlot slot: Int32, _ body: (Span<UInt8>) -> Result) -> Result {
        let start = Int(slot) * Self.bytesPerTile + y * Self.bytesPerTileRow
        return body(storage.span.extracting(start..<start + Self.bytesPerTileRow))
    }

    private func index(_ column: Int, _ row: Int) -> Int { row * grid.columns.count + column }

    /// Draws `color` on the whole tile.
    package mutating func coverTile(column: Int, row: Int, with color: PremultipliedRGBA8) {
        guard color.alpha > 0 else { return }
        let index = index(column, row)
        switch tiles[index] {
        case .empty:
            tiles[index] = .solid(color)
        case .solid, .pixels:
            guard !color.isOpaque else {
                tiles[index] = .solid(color)
                return
            }
            let slot = makePixels(at: index)
            drawnRows[slot] = .max
            var bytes = storage.mutableSpan
            ActiveKernel.blend(color, count: tileSide * tileSide, onto: &bytes, at: slot * Self.bytesPerTile)
        }
    }

    package mutating func coverRows(
        column: Int,
        row: Int,
        ys: Range<Int>,
        coverage: Span<UInt8>,
        with color: PremultipliedRGBA8
    ) {
        cover(column: column, row: row, x: 0, ys: ys, coverage: coverage, with: color)
    }

    /// Draws `color` on the pixels from `x` on of rows `ys` of a tile (all counted in the tile), one coverage byte each.
    mutating func cover(
        column: Int,
        row: Int,
        x: Int,
        ys: Range<Int>,
        coverage: Span<UInt8>,
        with color: PremultipliedRGBA8
    ) {
        let slot = makePixels(at: index(column, row))
        let drawn = drawnRows[slot]
        drawnRows[slot] = drawn | UInt16(truncatingIfNeeded: (1 << ys.upperBound) - (1 << ys.lowerBound))
        let start = slot * Self.bytesPerTile + x * 4
        var bytes = storage.mutableSpan
        var written: Int?
        for y in ys {
            let offset = start + y * Self.bytesPerTileRow
            if drawn >> UInt16(y) & 1 == 1 {
                ActiveKernel.blend(color, coverage: coverage, onto: &bytes, at: offset)
            } else if let written, coverage.count == tileSide {
                bytes.copyTileRow(from: written, to: offset)
            } else {
                ActiveKernel.write(color, coverage: coverage, to: &bytes, at: offset)
                written = offset
            }
        }
    }

    /// The place of the tile's own pixels; made of what the tile held where it had none.
    private mutating func makePixels(at index: Int) -> Int {
        if case .pixels(let slot) = tiles[index] { return Int(slot) }
        let slot = drawnRows.count
        storage.append(contentsOf: Self.blankTile)
        drawnRows.append(0)
        if case .solid(let color) = tiles[index] {
            drawnRows[slot] = .max
            var bytes = storage.mutableSpan
            ActiveKernel.blend(color, count: tileSide * tileSide, onto: &bytes, at: slot * Self.bytesPerTile)
        }
        tiles[index] = .pixels(slot: Int32(slot))
        return slot
    }
}

extension Canvas {
    /// One pixel of `tile`, which is one of this canvas's; `x` and `y` are counted in the tile.
    package func pixel(of tile: Tile, x: Int, y: Int) -> PremultipliedRGBA8 {
        switch tile {
        case .empty: .transparent
        case .solid(let color): color
        case .pixels(let slot): withRow(y, ofSlot: slot) { PremultipliedRGBA8($0, at: x * 4) }
        }
    }
}

extension PremultipliedRGBA8 {
    fileprivate init(_ bytes: Span<UInt8>, at offset: Int) {
        self = PremultipliedRGBA8(
            red: bytes[offset],
            green: bytes[offset + 1],
            blue: bytes[offset + 2],
            alpha: bytes[offset + 3]
        ) ?? .transparent
    }
}
