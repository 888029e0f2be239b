/// How often new bits use each symbol of each Huffman table.
struct SymbolCounts {
    private var counts: [Int]

    init(tableCount: Int) { counts = [Int](repeating: 0, count: tableCount * 256) }

    @inline(always)
    mutating func add(_ tokens: [CoefficientToken], _ range: Range<Int>, table: Int) {
        let tokens = tokens.span
        var counts = counts.mutableSpan
        for index in range { counts[table &* 256 &+ Int(tokens[index].symbol)] &+= 1 }
    }

    mutating func add(_ symbol: UInt8, table: Int) { counts[table &* 256 &+ Int(symbol)] &+= 1 }

    /// The symbols that `table` is used for but has no code for, the most frequent first.
    func symbols(missingFrom encoder: HuffmanEncoder, table: Int) -> [UInt8] {
        let counts = counts[table * 256..<table * 256 + 256]
        let missing = (0...UInt8.max).filter {
            counts[counts.startIndex + Int($0)] > 0 && encoder.length(of: $0, table: table) == 0
        }
        return missing.sorted { counts[counts.startIndex + Int($0)] > counts[counts.startIndex + Int($1)] }
    }
}
