/// What a rewriting is going to write: the edited blocks' tokens, what happens to all others, and the tables.
struct RewritePlan {
    /// The index's blocks, with the DC coefficients that the new file has.
    var blocks: [IndexedBlock]
    /// One for each block, and then zeros to a multiple of 8.
    var treatments: [UInt8]
    /// The AC coefficients of all edited blocks, in order, then room for more.
    private(set) var tokens: [CoefficientToken] = []
    private(set) var tokenCount = 0
    var symbols: SymbolCounts
    /// One for each of the file's tables; `nil` where that stays as it is.
    var newTables: [HuffmanTable?]
    var isEmpty = true

    init(_ index: JPEGBlockIndex, tableCount: Int) {
        blocks = index.blocks
        treatments = [UInt8](repeating: 0, count: (index.blocks.count + 7) / 8 * 8)
        symbols = SymbolCounts(tableCount: tableCount)
        newTables = [HuffmanTable?](repeating: nil, count: tableCount)
    }

    /// Takes over an edited block's coefficients, clamped to what 8-bit coding can express.
    @inline(always)
    mutating func take(_ values: CoefficientBlock, _ block: Int, acTable: Int) {
        isEmpty = false
        let limits = CoefficientLimits.dc
        blocks[block].dc = min(max(Int(values.values[0]), limits.lowerBound), limits.upperBound)
        treat(block, .edited)
        let start = tokenCount
        if start + CoefficientBlock.tokenCapacity > tokens.count {
            tokens.append(contentsOf: repeatElement(.endOfBlock, count: max(tokens.count, 4_096)))
        }
        var target = tokens.mutableSpan
        let end = values.writeTokens(to: &target, at: start)
        symbols.add(tokens, start..<end, table: acTable)
        tokenCount = end
    }

    @inline(always)
    mutating func treat(_ block: Int, _ treatment: BlockTreatment) { treatments[block] |= treatment.rawValue }

    /// The first block of `range` that is not copied as it is; its upper bound where there is none.
    @inline(always)
    func firstTreated(in range: Range<Int>) -> Int {
        let treatments = treatments.span
        var block = range.lowerBound
        while block < range.upperBound {
            if block & 7 == 0, treatments.bigEndianWord(at: block) == 0 {
                block &+= 8
            } else if treatments[block] != 0 {
                return block
            } else {
                block &+= 1
            }
        }
        return range.upperBound
    }

    /// A block's DC difference in the new file; `range` holds the blocks of its interval.
    @inline(always)
    func difference(of block: Int, in range: Range<Int>, previous: Int) -> CoefficientToken {
        let predecessor = block &- previous
        let prediction = predecessor >= range.lowerBound ? blocks[predecessor].dc : 0
        return CoefficientToken(value: blocks[block].dc &- prediction, run: 0)
    }
}
