/// A Huffman table as a DHT segment defines it: symbols in the order of their canonical codes (T.81, annex C).
struct HuffmanTable: Sendable {
    /// How many codes there are of each length; entry 0 is unused.
    let counts: InlineArray<17, Int>
    /// The symbols HUFFVAL, shortest codes first; at most 256.
    let symbols: [UInt8]

    static let longestCode = 16

    /// `nil` where the counts and symbols do not agree, or leave no room for the code of ones only, which T.81 keeps
    /// free.
    init?(counts: InlineArray<17, Int>, symbols: [UInt8]) {
        var total = 0
        var room = 1
        for length in 1...Self.longestCode {
            total += counts[length]
            room = room * 2 - counts[length]
            guard room > 0 else { return nil }
        }
        guard total == symbols.count, total <= 256 else { return nil }
        self.counts = counts
        self.symbols = symbols
    }

    /// The codes that a decoder needs in order: calls `body` with each symbol's code and the code's length in bits.
    func forEachCode(_ body: (_ symbol: UInt8, _ code: UInt32, _ length: Int) -> Void) {
        var code: UInt32 = 0
        var index = 0
        for length in 1...Self.longestCode {
            for _ in 0..<counts[length] {
                body(symbols[index], code, length)
                code += 1
                index += 1
            }
            code <<= 1
        }
    }

    /// The length of each symbol's code, 0 for symbols without one.
    var codeLengths: [UInt8] {
        var lengths = [UInt8](repeating: 0, count: 256)
        forEachCode { symbol, _, length in
            if lengths[Int(symbol)] == 0 { lengths[Int(symbol)] = UInt8(length) }
        }
        return lengths
    }

    /// The table's part of a DHT segment after the byte Tc/Th: 16 counts, then the symbols.
    var bytes: [UInt8] { (1...Self.longestCode).map { UInt8(truncatingIfNeeded: counts[$0]) } + symbols }
}

/// A Huffman table where a file defines it.
struct HuffmanDefinition: Sendable {
    let table: HuffmanTable
    let coefficients: HuffmanDecoder.Coefficients
    /// The byte Tc/Th, which says what the table is for.
    let destination: UInt8
}

/// A DHT segment: where it is in the file, marker included, and which of `JPEGStream.tables` it defines.
struct HuffmanSegment: Sendable {
    let range: Range<Int>
    let tables: Range<Int>
}
