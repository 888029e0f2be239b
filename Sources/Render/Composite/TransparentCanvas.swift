/// The canvas alone, as a picture with straight alpha; empty pixels are transparent black.
package enum TransparentCanvas {
    /// No picture of the whole is made: what is done is about as much as was drawn.
    package static func rows(of canvas: borrowing Canvas) -> TransparentRows {
        var rows = TransparentRows(size: canvas.size)
        for row in canvas.grid.rows {
            let tiles = TransparentTileRow(row, of: canvas)
            let height = min(tileSide, canvas.size.height - row * tileSide)
            for y in 0..<height {
                if tiles.repeatsRowAbove(y) { rows.repeatLast() } else { rows.append(row: y, of: tiles, canvas) }
                // The tiles do not know those above them.
                if y == 0 { rows.dropRepetition() }
            }
        }
        return rows
    }

    package static func bitmap(of canvas: borrowing Canvas) -> Bitmap { rows(of: canvas).bitmap }
}

/// A picture with straight alpha of which rows that repeat the one above them are kept once.
///
/// Of a canvas alone that is most rows: they are empty, or cross upright lines.
package struct TransparentRows: Sendable {
    package let size: PixelSize
    /// Whole rows of straight RGBA, `size.width * 4` bytes each; where alpha is 0 the color is 0, too.
    package private(set) var bytes: [UInt8] = []
    /// For each row of the picture, the number of the row in `bytes` that it shows. Starts with 0 and grows by at most 1.
    package private(set) var rowNumbers: [UInt32] = []

    private var bytesPerRow: Int { size.width * 4 }

    /// No rows yet; `size.height` of them are to be added.
    init(size: PixelSize) {
        self.size = size
        rowNumbers.reserveCapacity(size.height)
        // Of a scene of boxes and labels a tenth to a half of the rows differ; to grow copies what is there. What is not used is
        // never touched.
        bytes.reserveCapacity((size.height + 1) * size.width * 4)
    }

    /// Adds a row that looks like the last one; there must be one.
    mutating func repeatLast() { rowNumbers.append(rowNumbers[rowNumbers.count - 1]) }

    /// Adds pixel row `y` of `tiles`, which may be wider.
    mutating func append(row y: Int, of tiles: TransparentTileRow, _ canvas: borrowing Canvas) {
        let start = bytes.count
        bytes.append(addingCapacity: tiles.bytesPerRow) { $0.append(repeating: 0, count: tiles.bytesPerRow) }
        var span = bytes.mutableSpan
        tiles.store(row: y, of: canvas, in: &span, at: start)
        bytes.removeLast(tiles.bytesPerRow - bytesPerRow)
        rowNumbers.append(rowNumbers.last.map { $0 + 1 } ?? 0)
    }

    /// Makes the row that was added last one more of the one before it, if it looks like that.
    mutating func dropRepetition() {
        guard endsWithRepetition else { return }
        bytes.removeLast(bytesPerRow)
        rowNumbers[rowNumbers.endIndex - 1] -= 1
    }

    private var endsWithRepetition: Bool {
        let (all, start) = (bytes.span, bytes.count - bytesPerRow)
        guard start >= bytesPerRow else { return false }
        var offset = start
        while offset + 16 <= all.count {
            let pixels = all.load(VectorKernel16.Pixels.self, at: offset)
            guard pixels == all.load(VectorKernel16.Pixels.self, at: offset - bytesPerRow) else { return false }
            offset += 16
        }
        while offset < all.count {
            guard all.littleEndianWord(at: offset) == all.littleEndianWord(at: offset - bytesPerRow) else {
                return false
            }
            offset += 4
        }
        return true
    }

    /// The smallest rectangle around all that is not transparent, in whole pixels; `nil` where everything is.
    package var bounds: PixelRect? {
        let spans = stride(from: 0, to: bytes.count, by: bytesPerRow).map { start -> Range<Int>? in
            let alphas = stride(from: start + 3, to: start + bytesPerRow, by: 4)
            guard let first = alphas.first(where: { bytes[$0] > 0 }),
                let last = alphas.reversed().first(where: { bytes[$0] > 0 })
            else { return nil }
            return (first - start) / 4..<(last - start) / 4 + 1
        }
        let drawn = rowNumbers.indices.filter { spans[Int(rowNumbers[$0])] != nil }
        guard let top = drawn.first, let bottom = drawn.last, let left = spans.compactMap({ $0?.lowerBound }).min(),
            let right = spans.compactMap({ $0?.upperBound }).max()
        else { return nil }
        return PixelRect(minX: Double(left), minY: Double(top), maxX: Double(right), maxY: Double(bottom + 1))
    }

    /// The picture with all its rows.
    package var bitmap: Bitmap {
        var all: [UInt8] = []
        all.reserveCapacity(size.height * bytesPerRow)
        for number in rowNumbers { all += bytes[Int(number) * bytesPerRow..<(Int(number) + 1) * bytesPerRow] }
        return Bitmap(size: size, isOpaque: false, bytes: all) ?? Bitmap(size: size, color: StraightRGBA8(word: 0))
    }
}

/// One row of a canvas's tiles, to be read as rows of straight pixels.
struct TransparentTileRow {
    /// Those that are not empty, from left to right.
    private var tiles: [(column: Int, tile: Tile)] = []
    /// Of all tiles together, those that are empty included.
    let bytesPerRow: Int
    /// Bit y is set where pixel row y may differ from the one above it; so bit 0 is.
    private var changes: UInt16 = 1

    init(_ row: Int, of canvas: borrowing Canvas) {
        bytesPerRow = canvas.grid.columns.count * tileSide * 4
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
            for number in 0..<UInt(tileSide * RowQuarters.columnCount) where !number.isMultiple(of: UInt(tileSide)) {
                let (quarter, above) = (RowQuarter(number: number), RowQuarter(number: number - 1))
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

    /// Writes pixel row `y` in straight RGBA to `bytes`, from `start` on, where all is transparent.
    func store(row y: Int, of canvas: borrowing Canvas, in bytes: inout MutableSpan<UInt8>, at start: Int) {
        var straightener = Straightener()
        for (column, tile) in tiles {
            let start = start + column * tileSide * 4
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
    }
}

extension MutableSpan where Element == UInt8 {
    /// Writes one row of a tile of one color.
    fileprivate mutating func fill(_ color: StraightRGBA8, at start: Int) {
        let pixels = VectorKernel16.Pixels(repeating: color.word)
        for column in 0..<RowQuarters.columnCount { store(pixels, at: start + column * RowQuarters.bytesPerQuarter) }
    }

    /// Writes what has been drawn on of row `y` of a tile.
    fileprivate mutating func store(
        row y: Int,
        of pixels: Span<UInt8>,
        in drawn: RowQuarters,
        at start: Int,
        by straightener: inout Straightener
    ) {
        for column in 0..<RowQuarters.columnCount {
            let quarter = RowQuarter(x: column * RowQuarters.pixelsPerQuarter, y: y)
            guard drawn.contains(quarter) else { continue }
            let source = pixels.load(VectorKernel16.Pixels.self, at: quarter.firstByte)
            store(straightener.straight(source), at: start + column * RowQuarters.bytesPerQuarter)
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
