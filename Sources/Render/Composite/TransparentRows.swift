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
        // Of a scene of boxes and labels about a tenth of the rows differ; to grow row by row took as long as the rest.
        bytes.reserveCapacity(size.height / 8 * size.width * 4)
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

    /// The picture with all its rows.
    package var bitmap: Bitmap {
        var all: [UInt8] = []
        all.reserveCapacity(size.height * bytesPerRow)
        for number in rowNumbers { all += bytes[Int(number) * bytesPerRow..<(Int(number) + 1) * bytesPerRow] }
        return Bitmap(size: size, isOpaque: false, bytes: all) ?? Bitmap(size: size, color: StraightRGBA8(word: 0))
    }
}
