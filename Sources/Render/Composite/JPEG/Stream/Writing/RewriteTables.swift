/// The Huffman tables that a file is written with: its own, made complete.
struct RewriteTables {
    private(set) var encoder: HuffmanEncoder
    /// One for each of the file's tables; `nil` where that stays as it is.
    private(set) var new: [HuffmanTable?]
    /// For each of the file's tables the first length whose codes have changed.
    private(set) var firstChangedLength: [Int]

    var areOld: Bool { new.allSatisfy { $0 == nil } }

    /// A code for every symbol that a coefficient can need, so that blocks are written without looking for those that lack one.
    init(_ stream: JPEGStream, isComplete: Bool) throws(JPEGStreamError) {
        new = []
        firstChangedLength = []
        for (number, definition) in stream.tables.enumerated() {
            let known = Set(definition.table.symbols)
            let missing = Self.symbols(definition.coefficients).filter { !known.contains($0) }
            guard isComplete, !missing.isEmpty else {
                new.append(nil)
                firstChangedLength.append(HuffmanTable.longestCode + 1)
                continue
            }
            guard let extended = definition.table.extended(by: missing) else {
                let segment = stream.huffmanSegments.first { $0.tables.contains(number) }
                throw .malformed(.huffmanTable, offset: segment?.range.lowerBound ?? 0)
            }
            new.append(extended.table)
            firstChangedLength.append(extended.firstChangedLength)
        }
        encoder = HuffmanEncoder(zip(stream.tables, new).map { $1 ?? $0.table })
    }

    /// All that 8-bit coding can express, those that are used most first.
    private static func symbols(_ coefficients: HuffmanDecoder.Coefficients) -> [UInt8] {
        switch coefficients {
        case .dc: Array(0...CoefficientLimits.longestDC)
        case .ac: [0] + (1...CoefficientLimits.longestAC).flatMap { size in (0..<16).map { $0 << 4 | size } } + [0xF0]
        }
    }
}
