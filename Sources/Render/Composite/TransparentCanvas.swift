/// The canvas alone, as a picture with straight alpha; empty pixels are transparent black.
package enum TransparentCanvas {
    /// No picture of the whole is made: what is done is about as much as was drawn.
    package static func rows(of canvas: borrowing Canvas) -> TransparentRows {
        var rows = TransparentRows(size: canvas.size)
        for row in canvas.grid.rows {
            let tiles = TransparentTileRow(row, of: canvas)
            let height = min(tileSide, canvas.size.height - row * tileSide)
            for y in 0..<height {
                if tiles.repeatsRowAbove(y) {
                    rows.repeatLast()
                } else {
                    let pixels = tiles.pixels(y: y, of: canvas)
                    // The tiles do not know those above them.
                    if y == 0, rows.ends(with: pixels) { rows.repeatLast() } else { rows.append(pixels) }
                }
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
        // Of a scene of boxes and labels a tenth to a third of the rows differ; to grow copies what is there. What is not used is
        // never touched.
        bytes.reserveCapacity(size.height / 2 * size.width * 4)
    }

    /// Adds a row that looks like the last one; there must be one.
    mutating func repeatLast() { rowNumbers.append(rowNumbers[rowNumbers.count - 1]) }

    /// Adds the row that `row` begins with.
    mutating func append(_ row: [UInt8]) {
        rowNumbers.append(rowNumbers.last.map { $0 + 1 } ?? 0)
        bytes += row[..<bytesPerRow]
    }

    /// Whether the last row looks like the one that `row` begins with.
    func ends(with row: [UInt8]) -> Bool {
        guard !rowNumbers.isEmpty else { return false }
        let (all, row, start) = (bytes.span, row.span, bytes.count - bytesPerRow)
        for offset in stride(from: 0, to: bytesPerRow, by: 4)
        where all.littleEndianWord(at: start + offset) != row.littleEndianWord(at: offset) {
            return false
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
