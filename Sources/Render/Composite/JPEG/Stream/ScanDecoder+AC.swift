extension ScanDecoder {
    /// Reads past a block's AC coefficients; returns the length of the longest code, or `nil` where the data is damaged.
    @inline(always)
    func skipCoefficients(
        _ reader: inout BitReader,
        _ lookup: Span<UInt32>,
        _ data: Span<UInt8>,
        table: Int
    ) -> UInt32? {
        var index = 1
        var longest: UInt32 = 0
        while true {
            reader.refill(data)
            let entry = Self.entry(reader, lookup, table: table)
            let next = index &+ HuffmanEntry.advance(entry)
            if next < 64 {
                reader.consume(HuffmanEntry.consumedBits(entry))
                index = next
                longest = max(longest, entry)
                if HuffmanEntry.endsBlock(entry) { break }
            } else {
                let (symbol, length) = symbol(reader, entry, table: table)
                guard let step = Self.step(symbol, length: length), index &+ step <= 64 else { return nil }
                reader.consume(length &+ Int(symbol & 15))
                index &+= step
                longest = max(longest, UInt32(truncatingIfNeeded: length) &<< 27)
                if symbol == 0 || index == 64 { break }
            }
        }
        return HuffmanEntry.longestCode(longest)
    }

    /// Calls `body` with each coefficient of a block that is not 0, its zigzag index, and its symbol, and with
    /// value 0 for the symbols ZRL and EOB; returns whether the data is sound.
    @inline(always)
    func forEachCoefficient(
        _ reader: inout BitReader,
        _ lookup: Span<UInt32>,
        _ data: Span<UInt8>,
        table: Int,
        _ body: (_ index: Int, _ value: Int, _ symbol: UInt8) -> Void
    ) -> Bool {
        var index = 0
        while index < 63 {
            reader.refill(data)
            let (symbol, length) = symbol(reader, Self.entry(reader, lookup, table: table), table: table)
            guard let step = Self.step(symbol, length: length), index &+ step < 64 else { return false }
            let size = Int(symbol & 15)
            index &+= step
            body(index, reader.magnitude(size: size, after: length), symbol)
            reader.consume(length &+ size)
            if symbol == 0 { break }
        }
        return true
    }

    /// How far a symbol advances, 0 for EOB; `nil` where T.81 knows no such symbol.
    @inline(always)
    private static func step(_ symbol: UInt8, length: Int) -> Int? {
        guard length > 0 else { return nil }
        guard symbol != 0 else { return 0 }
        guard symbol == 0xF0 || 1...CoefficientLimits.longestAC ~= symbol & 15 else { return nil }
        return Int(symbol &>> 4) &+ 1
    }
}

extension ScanDecoder {
    /// Decodes one block, `place` in its MCU, into `values`, which must be 0; returns whether the data is sound.
    @inline(always)
    func decode(
        _ block: IndexedBlock,
        place: Int,
        _ lookup: Span<UInt32>,
        _ data: Span<UInt8>,
        into values: inout CoefficientBlock
    ) -> Bool {
        guard block.position >> 3 < data.count - EntropyCodedData.padding else { return false }
        var reader = BitReader(at: block.position, in: data)
        guard difference(&reader, lookup, data, table: blocks[place].dc) != nil else { return false }
        values.values[0] = Int16(truncatingIfNeeded: block.dc)
        return forEachCoefficient(&reader, lookup, data, table: blocks[place].ac) { index, value, _ in
            guard value != 0 else { return }
            values.values[Int(ZigZag.naturalOrder[index & 63])] = Int16(truncatingIfNeeded: value)
        }
    }
}
