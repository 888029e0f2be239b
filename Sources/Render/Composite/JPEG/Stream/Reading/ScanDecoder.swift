/// What decoding one scan's blocks needs: its look-ups, one after the other, and which block of an MCU uses which.
struct ScanDecoder: Sendable {
    /// `HuffmanDecoder.lookupCount` entries for each table that the scan uses.
    let lookup: [UInt32]
    let decoders: [HuffmanDecoder]
    let blocks: [Block]

    /// A block of an MCU: its component's number, and its tables' numbers among `decoders`.
    struct Block: Sendable {
        let component: Int
        let dc: Int
        let ac: Int
    }

    init(_ blocks: [BlockOfMCU], tables: [HuffmanDefinition]) {
        var numbers: [Int] = []
        func number(of table: Int) -> Int {
            if let known = numbers.firstIndex(of: table) { return known }
            numbers.append(table)
            return numbers.count - 1
        }
        self.blocks = blocks.map {
            Block(component: $0.component, dc: number(of: $0.dcTable), ac: number(of: $0.acTable))
        }
        decoders = numbers.map { HuffmanDecoder(tables[$0].table, coefficients: tables[$0].coefficients) }
        lookup = decoders.flatMap(\.lookup)
    }

    /// What the next bits of `reader` say by decoder `table`, for one or two symbols.
    @inline(always)
    static func entry(_ reader: BitReader, _ lookup: Span<UInt32>, table: Int) -> UInt32 {
        lookup[table &* HuffmanDecoder.lookupCount &+ reader.peek(HuffmanDecoder.lookupBits)]
    }

    /// The next symbol and the length of its code, given its entry; a length of 0 where there is none.
    @inline(always)
    func symbol(_ reader: BitReader, _ entry: UInt32, table: Int) -> (symbol: UInt8, length: Int) {
        let length = HuffmanEntry.firstLength(entry)
        guard length == 0 else { return (HuffmanEntry.firstSymbol(entry), length) }
        return decoders[table].longCode(UInt32(truncatingIfNeeded: reader.peek(16))) ?? (0, 0)
    }
}
