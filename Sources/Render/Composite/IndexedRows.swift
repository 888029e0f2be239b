/// A picture of at most 256 colors of which rows that repeat the one above them are kept once.
package struct IndexedRows: Sendable {
    package let size: PixelSize
    /// 1…256, in the order in which they appear.
    package let colors: [StraightRGBA8]
    /// Whole rows, one byte a pixel: which of `colors` it has.
    package let indices: [UInt8]
    /// As in `TransparentRows`.
    package let rowNumbers: [UInt32]

    /// A picture of `indices`, a byte a pixel, of at most 256 `colors`.
    package init(size: PixelSize, colors: [StraightRGBA8], indices: [UInt8]) {
        precondition(indices.count == size.pixelCount && 1...256 ~= colors.count)
        (self.size, self.colors) = (size, colors)
        var (rows, numbers) = ([UInt8](), [UInt32]())
        for start in stride(from: 0, to: indices.count, by: size.width) {
            let row = indices[start..<start + size.width]
            if numbers.isEmpty || !rows.suffix(size.width).elementsEqual(row) {
                numbers.append(numbers.last.map { $0 + 1 } ?? 0)
                rows += row
            } else {
                numbers.append(numbers[numbers.count - 1])
            }
        }
        (self.indices, rowNumbers) = (rows, numbers)
    }

    /// The same pixels; `nil` where they have more than 256 colors.
    package init?(_ rows: TransparentRows) {
        var table = ColorTable()
        guard let indices = table.indices(of: rows.bytes) else { return nil }
        size = rows.size
        colors = table.colors
        self.indices = indices
        rowNumbers = rows.rowNumbers
    }
}

/// The colors met so far, found by a hash with linear probing.
private struct ColorTable {
    private(set) var colors: [StraightRGBA8] = []
    /// Little-endian words 0xAABBGGRR, with 1 added to tell them from free places.
    private var keys = [UInt64](repeating: 0, count: slotCount)
    private var values = [UInt8](repeating: 0, count: slotCount)

    /// Four times the colors, so that probing is short.
    private static let slotCount = 1024

    /// One index for each 4 bytes of straight RGBA; `nil` once there are more than 256 colors.
    mutating func indices(of bytes: [UInt8]) -> [UInt8]? {
        var indices: [UInt8] = []
        indices.reserveCapacity(bytes.count / 4)
        let span = bytes.span
        var last: (word: UInt32, index: UInt8)?
        for offset in stride(from: 0, to: bytes.count, by: 4) {
            let word = span.littleEndianWord(at: offset)
            if word != last?.word {
                guard let index = index(of: word) else { return nil }
                last = (word, index)
            }
            indices.append(last?.index ?? 0)
        }
        return indices
    }

    private mutating func index(of word: UInt32) -> UInt8? {
        let key = UInt64(word) + 1
        // Fibonacci hashing: the upper bits of a product with 2^32 / φ.
        var slot = Int((word &* 0x9E37_79B9) >> 22)
        while keys[slot] != key {
            guard keys[slot] == 0 else {
                slot = (slot + 1) % Self.slotCount
                continue
            }
            guard colors.count < 256 else { return nil }
            keys[slot] = key
            values[slot] = UInt8(colors.count)
            colors.append(StraightRGBA8(word: word))
        }
        return values[slot]
    }
}

extension StraightRGBA8 {
    /// The four bytes as one little-endian word 0xAABBGGRR.
    @inline(always)
    var word: UInt32 { UInt32(red) | UInt32(green) << 8 | UInt32(blue) << 16 | UInt32(alpha) << 24 }

    @inline(always)
    init(word: UInt32) {
        self.init(
            red: UInt8(truncatingIfNeeded: word),
            green: UInt8(truncatingIfNeeded: word >> 8),
            blue: UInt8(truncatingIfNeeded: word >> 16),
            alpha: UInt8(truncatingIfNeeded: word >> 24)
        )
    }
}
