/// The codes of a file's Huffman tables, for writing (T.81, annex C).
struct HuffmanEncoder: Sendable {
    /// For each symbol of each table its code (16 bits) and above it the code's length, 0 where it has none.
    let codes: [UInt32]
    /// For the lower 11 bits of each AC coefficient the bits after its code (10), and above them how many there are; −1024
    /// counts as −1023.
    let magnitudes: [UInt16] = (0..<2048).map { bits in
        let value = max(bits < 1024 ? bits : bits - 2048, CoefficientLimits.ac.lowerBound)
        let size = Int.bitWidth - value.magnitude.leadingZeroBitCount
        return UInt16(size << 10 | (value + value >> 63) & (1 << size - 1))
    }

    /// Where the codes of a table are among `codes`.
    @inline(always)
    static func places(ofTable number: Int) -> Range<Int> { number &* 256..<number &* 256 &+ 256 }

    init(_ tables: [HuffmanTable]) {
        var codes = [UInt32](repeating: 0, count: tables.count * 256)
        for (number, table) in tables.enumerated() {
            table.forEachCode { symbol, code, length in
                let place = number * 256 + Int(symbol)
                if codes[place] == 0 { codes[place] = code | UInt32(length) << 16 }
            }
        }
        self.codes = codes
    }
}
