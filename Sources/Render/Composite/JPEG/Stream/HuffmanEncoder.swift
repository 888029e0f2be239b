/// The codes of a file's Huffman tables, for writing (T.81, annex C).
struct HuffmanEncoder: Sendable {
    /// For each symbol of each table its code (16 bits) and above it the code's length, 0 where it has none.
    private var codes: [UInt32]

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

    /// The length of the symbol's code in bits, 0 where it has none.
    @inline(always)
    func length(of symbol: UInt8, table: Int) -> Int {
        Int(truncatingIfNeeded: codes[table &* 256 &+ Int(symbol)] &>> 16)
    }

    /// Writes a symbol and the magnitude after it, whose length is the symbol's lower half.
    @inline(always)
    func write(_ token: CoefficientToken, table: Int, to writer: inout BitWriter) {
        let code = codes[table &* 256 &+ Int(token.symbol)]
        let size = Int(token.symbol & 15)
        writer.put(
            UInt64(code & 0xFFFF) &<< UInt64(truncatingIfNeeded: size) | UInt64(token.magnitude),
            length: Int(truncatingIfNeeded: code &>> 16) &+ size
        )
    }
}
