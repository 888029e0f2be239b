/// What happens to each block of a file that is written anew.
struct BlockTreatments {
    /// One for each block, and then zeros to a multiple of 8.
    private var values: [UInt8]

    init(count: Int) { values = [UInt8](repeating: 0, count: (count + 7) / 8 * 8) }

    var isEmpty: Bool { first(in: 0..<values.count) == values.count }

    @inline(always)
    subscript(block: Int) -> BlockTreatment { BlockTreatment(rawValue: values[block]) }

    @inline(always)
    mutating func add(_ treatment: BlockTreatment, to block: Int) { values[block] |= treatment.rawValue }

    /// The first block of `range` that is not copied as it is; its upper bound where there is none.
    @inline(always)
    func first(in range: Range<Int>) -> Int {
        let values = values.span
        var block = range.lowerBound
        while block < range.upperBound {
            if block & 7 == 0, values.bigEndianWord(at: block) == 0 {
                block &+= 8
            } else if values[block] != 0 {
                return block
            } else {
                block &+= 1
            }
        }
        return range.upperBound
    }
}

/// What rewriting does to a block; nothing where it is empty.
struct BlockTreatment: OptionSet {
    let rawValue: UInt8

    /// Its coefficients come from the editor.
    static let edited = BlockTreatment(rawValue: 1)
    /// Its DC difference is coded anew.
    static let newDifference = BlockTreatment(rawValue: 2)
    /// It uses codes that have changed.
    static let newCodes = BlockTreatment(rawValue: 4)
}
