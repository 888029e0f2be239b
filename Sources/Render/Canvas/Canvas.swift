/// A drawn scene before it meets a frame: sparse tiles of premultiplied RGBA.
///
/// Drawing never looks at the frame. Tiles at the right and lower edge reach beyond the frame's size; what is drawn
/// there is never shown.
package struct Canvas: CoverageSink, Sendable {
    package private(set) var size: PixelSize
    package private(set) var grid: TileGrid
    /// Row by row, `grid.columns.count` to a row.
    private var tiles: [Tile]
    /// The pixels of all tiles that have some: `bytesPerTile` each, top row first.
    private var storage: [UInt8] = []
    /// For each of them, what has been drawn on; the rest is transparent.
    private var drawnQuarters: [TileQuarters] = []

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

    /// Makes the canvas empty and of `size`, keeping the memory it has.
    mutating func reset(to size: PixelSize) {
        self.size = size
        grid = TileGrid(covering: size)
        tiles.removeAll(keepingCapacity: true)
        tiles.append(contentsOf: repeatElement(.empty, count: grid.columns.count * grid.rows.count))
        storage.removeAll(keepingCapacity: true)
        drawnQuarters.removeAll(keepingCapacity: true)
    }

    /// How much memory the canvas has for tiles with pixels, in bytes.
    var storageCapacity: Int { storage.capacity }

    package func tile(column: Int, row: Int) -> Tile { tiles[index(column, row)] }

    /// What has been drawn on of the tile at `slot`; the rest of it is transparent.
    package func drawnQuarters(ofSlot slot: Int32) -> TileQuarters { drawnQuarters[Int(slot)] }

    /// Calls `body` with the 16×16 premultiplied pixels of the tile at `slot`.
    @inline(always)
    package func withPixels<Result>(ofSlot slot: Int32, _ body: (Span<UInt8>) -> Result) -> Result {
        let start = Int(slot) * Self.bytesPerTile
        return body(storage.span.extracting(start..<start + Self.bytesPerTile))
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
            drawnQuarters[slot] = .all
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
        let covered = TileQuarters(coverage: coverage, ys: ys)
        guard !covered.isEmpty else { return }
        let slot = makePixels(at: index(column, row))
        let drawn = drawnQuarters[slot]
        drawnQuarters[slot] = drawn.union(covered)
        var source = InlineArray<64, UInt8>(repeating: 0)
        var sourceRow = source.mutableSpan
        ActiveKernel.write(color, coverage: coverage, to: &sourceRow, at: 0)
        let start = slot * Self.bytesPerTile
        var bytes = storage.mutableSpan
        if drawn.intersection(covered).isEmpty {
            for offset in stride(from: 0, to: Self.bytesPerTileRow, by: TileQuarters.bytesPerQuarter) {
                let pixels = sourceRow.load(SIMD2<UInt64>.self, at: offset)
                guard pixels[0] | pixels[1] != 0 else { continue }
                for y in ys { bytes.store(pixels, at: start &+ y &* Self.bytesPerTileRow &+ offset) }
            }
        } else {
            for run in covered {
                let source = sourceRow.span.extracting(run.bytesInRow)
                ActiveKernel.blend(source, onto: &bytes, at: start + run.firstByte)
            }
        }
    }

    /// Draws the frame's pixels `xs` × `ys`, all of one tile, of `mask`, whose top left byte is put at `origin`.
    mutating func cover(
        xs: Range<Int>,
        ys: Range<Int>,
        by mask: CoverageMask,
        at origin: (x: Int, y: Int),
        with color: PremultipliedRGBA8
    ) {
        let (column, row) = (xs.lowerBound / tileSide, ys.lowerBound / tileSide)
        let slot = makePixels(at: index(column, row))
        let (left, top) = (xs.lowerBound - column * tileSide, ys.lowerBound - row * tileSide)
        let covered = TileQuarters(xs: left..<left + xs.count, ys: top..<top + ys.count)
        drawnQuarters[slot] = drawnQuarters[slot].union(covered)
        var offset = slot * Self.bytesPerTile + top * Self.bytesPerTileRow + left * 4
        var first = (ys.lowerBound - origin.y) * mask.width + xs.lowerBound - origin.x
        let coverage = mask.coverage.span
        var bytes = storage.mutableSpan
        for _ in ys {
            ActiveKernel.blend(color, coverage: coverage.extracting(first..<first + xs.count), onto: &bytes, at: offset)
            first += mask.width
            offset += Self.bytesPerTileRow
        }
    }

    /// The place of the tile's own pixels; made of what the tile held where it had none.
    private mutating func makePixels(at index: Int) -> Int {
        if case .pixels(let slot) = tiles[index] { return Int(slot) }
        let slot = drawnQuarters.count
        storage.append(contentsOf: Self.blankTile)
        drawnQuarters.append(.none)
        if case .solid(let color) = tiles[index] {
            drawnQuarters[slot] = .all
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
        case .pixels(let slot):
            withPixels(ofSlot: slot) { PremultipliedRGBA8($0, at: y * Self.bytesPerTileRow + x * 4) }
        }
    }

}

extension PremultipliedRGBA8 {
    /// The pixel whose first byte is at `offset`.
    init(_ bytes: Span<UInt8>, at offset: Int) {
        self =
            PremultipliedRGBA8(
                red: bytes[offset],
                green: bytes[offset + 1],
                blue: bytes[offset + 2],
                alpha: bytes[offset + 3]
            ) ?? .transparent
    }
}
