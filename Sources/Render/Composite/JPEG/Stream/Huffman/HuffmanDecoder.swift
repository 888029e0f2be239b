/// Looks codes up by the next bits of the data (T.81, F.2.2), one or two symbols at a time.
struct HuffmanDecoder: Sendable {
    /// `Entry` values for each of the next `lookupBits` bits.
    let lookup: [UInt32]
    /// For each length above `lookupBits`: the first code after the last one of that length, aligned to 16 bits, and
    /// what to add to a code to get its index in `symbols`.
    private var limits = InlineArray<17, UInt32>(repeating: 0)
    private var offsets = InlineArray<17, Int>(repeating: 0)
    private let symbols: [UInt8]

    static let lookupBits = 11
    /// How many bits an entry consumes at most: half of what refilling a reader makes available.
    static let longestPair = 28
    static let lookupCount = 1 << lookupBits

    /// A decoder of AC coefficients joins two symbols in an entry where both codes fit.
    init(_ table: HuffmanTable, coefficients: Coefficients) {
        symbols = table.symbols
        var single = [UInt32](repeating: HuffmanEntry.none, count: Self.lookupCount)
        var (code, index): (UInt32, Int) = (0, 0)
        for length in 1...HuffmanTable.longestCode {
            offsets[length] = index - Int(code)
            for _ in 0..<table.counts[length] {
                if length <= Self.lookupBits {
                    let entry = HuffmanEntry.single(symbols[index], length: length, coefficients: coefficients)
                    let first = Int(code) << (Self.lookupBits - length)
                    for place in first..<first + (1 << (Self.lookupBits - length)) { single[place] = entry }
                }
                code += 1
                index += 1
            }
            limits[length] = code << (HuffmanTable.longestCode - length)
            code <<= 1
        }
        lookup = coefficients == .ac ? Self.paired(single) : single
    }

    /// Adds to each entry the symbol after it where that one's code lies within the looked-up bits too.
    private static func paired(_ single: [UInt32]) -> [UInt32] {
        single.indices.map { index in
            let first = single[index]
            let used = HuffmanEntry.consumedBits(first)
            guard HuffmanEntry.isUsable(first), !HuffmanEntry.endsBlock(first), used < lookupBits else { return first }
            let second = single[index << used & (lookupCount - 1)]
            let length = HuffmanEntry.firstLength(second)
            guard HuffmanEntry.isUsable(second), used + length <= lookupBits,
                used + HuffmanEntry.consumedBits(second) <= longestPair
            else { return first }
            return HuffmanEntry.pair(first, second)
        }
    }

    /// The symbol and length of a code longer than `lookupBits`, given the next 16 bits; `nil` where there is none.
    @inline(never)
    func longCode(_ bits: UInt32) -> (symbol: UInt8, length: Int)? {
        for length in Self.lookupBits + 1...HuffmanTable.longestCode where bits < limits[length] {
            let index = Int(bits >> UInt32(HuffmanTable.longestCode - length)) + offsets[length]
            guard symbols.indices.contains(index) else { return nil }
            return (symbols[index], length)
        }
        return nil
    }

    enum Coefficients: Sendable { case dc, ac }
}
