/// One row of a canvas's tiles, to be read as rows of straight pixels.
struct TransparentTileRow {
    /// Those that are not empty, from left to right.
    private var tiles: [(column: Int, tile: Tile)] = []
    private let columnCount: Int
    /// Bit y is set where pixel row y may differ from the one above it; so bit 0 is.
    private var changes: UInt16 = 1

    init(_ row: Int, of canvas: borrowing Canvas) {
        columnCount = canvas.grid.columns.count
        for column in canvas.grid.columns {
            let tile = canvas.tile(column: column, row: row)
            guard tile != .empty else { continue }
            tiles.append((column, tile))
            if case .pixels(let slot) = tile { changes |= Self.changes(ofSlot: slot, of: canvas) }
        }
    }

    /// Whether pixel row `y` of these tiles, 0..<16, looks like the one above it.
    func repeatsRowAbove(_ y: Int) -> Bool { changes >> UInt16(y) & 1 == 0 }

    private static func changes(ofSlot slot: Int32, of canvas: borrowing Canvas) -> UInt16 {
        let drawn = canvas.drawnQuarters(ofSlot: slot)
        return canvas.withPixels(ofSlot: slot) { pixels in
            var changes: UInt16 = 0
            for number in 0..<UInt(tileSide * TileQuarters.columnCount) where !number.isMultiple(of: UInt(tileSide)) {
                let (quarter, above) = (TileQuarter(number: number), TileQuarter(number: number - 1))
                let isDrawn = drawn.contains(quarter)
                let isChanged =
                    isDrawn != drawn.contains(above)
                    || isDrawn
                        && pixels.load(VectorKernel16.Pixels.self, at: quarter.firstByte)
                            != pixels.load(VectorKernel16.Pixels.self, at: above.firstByte)
                if isChanged { changes |= 1 << UInt16(quarter.y) }
            }
            return changes
        }
    }

    /// Pixel row `y` in straight RGBA, as wide as the tiles together.
    func pixels(y: Int, of canvas: borrowing Canvas) -> [UInt8] {
        var row = [UInt8](repeating: 0, count: columnCount * tileSide * 4)
        var bytes = row.mutableSpan
        var straightener = Straightener()
        for (column, tile) in tiles {
            let start = column * tileSide * 4
            switch tile {
            case .empty: break
            case .solid(let color): bytes.fill(color.straightened, at: start)
            case .pixels(let slot):
                let drawn = canvas.drawnQuarters(ofSlot: slot)
                canvas.withPixels(ofSlot: slot) { pixels in
                    bytes.store(row: y, of: pixels, in: drawn, at: start, by: &straightener)
                }
            }
        }
        return row
    }
}

extension MutableSpan where Element == UInt8 {
    /// Writes one row of a tile of one color.
    fileprivate mutating func fill(_ color: StraightRGBA8, at start: Int) {
        let pixels = VectorKernel16.Pixels(repeating: color.word)
        for column in 0..<TileQuarters.columnCount { store(pixels, at: start + column * TileQuarters.bytesPerQuarter) }
    }

    /// Writes what has been drawn on of row `y` of a tile.
    fileprivate mutating func store(
        row y: Int,
        of pixels: Span<UInt8>,
        in drawn: TileQuarters,
        at start: Int,
        by straightener: inout Straightener
    ) {
        for column in 0..<TileQuarters.columnCount {
            let quarter = TileQuarter(x: column * TileQuarters.pixelsPerQuarter, y: y)
            guard drawn.contains(quarter) else { continue }
            let source = pixels.load(VectorKernel16.Pixels.self, at: quarter.firstByte)
            store(straightener.straight(source), at: start + column * TileQuarters.bytesPerQuarter)
        }
    }
}

/// Makes premultiplied pixels straight, and remembers the last one: to straighten is to divide, and neighbors are often
/// alike.
private struct Straightener {
    private var last: (premultiplied: UInt32, straight: UInt32) = (0, 0)

    @inline(always)
    mutating func straight(_ pixels: VectorKernel16.Pixels) -> VectorKernel16.Pixels {
        guard !VectorKernel16.isOpaque(pixels) else { return pixels }
        return VectorKernel16.Pixels(straight(pixels[0]), straight(pixels[1]), straight(pixels[2]), straight(pixels[3]))
    }

    @inline(always)
    private mutating func straight(_ word: UInt32) -> UInt32 {
        if word != last.premultiplied { last = (word, Self.straightened(word)) }
        return last.straight
    }

    private static func straightened(_ word: UInt32) -> UInt32 {
        let bytes = StraightRGBA8(word: word)
        let color = PremultipliedRGBA8(red: bytes.red, green: bytes.green, blue: bytes.blue, alpha: bytes.alpha)
        return color?.straightened.word ?? 0
    }
}
