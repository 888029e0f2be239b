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
        let first = table &* HuffmanDecoder.lookupCount
        while true {
            reader.refill(data)
            // What has been refilled is enough for two.
            for _ in 0..<2 {
                let entry = lookup[first &+ reader.peek(HuffmanDecoder.lookupBits)]
                let next = index &+ HuffmanEntry.advance(entry)
                if next < 64 {
                    reader.consume(HuffmanEntry.consumedBits(entry))
                    index = next
                    longest = max(longest, entry)
                    if HuffmanEntry.endsBlock(entry) { return HuffmanEntry.longestCode(longest) }
                } else {
                    let (symbol, length) = symbol(reader, entry, table: table)
                    guard let step = Self.step(symbol, length: length), index &+ step <= 64 else { return nil }
                    reader.consume(length &+ Int(symbol & 15))
                    index &+= step
                    longest = max(longest, UInt32(truncatingIfNeeded: length) &<< 27)
                    if symbol == 0 || index == 64 { return HuffmanEntry.longestCode(longest) }
                }
            }
        }
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
    /// Decodes one block into `values`, which must be 0; returns whether the data is sound.
    @inline(never)
    func decode(
        _ block: IndexedBlock,
        _ place: Block,
        _ lookup: Span<UInt32>,
        _ data: Span<UInt8>,
        into values: inout CoefficientBlock
    ) -> Bool {
        guard block.position >> 3 < data.count - EntropyCodedData.padding else { return false }
        var reader = BitReader(at: block.position, in: data)
        guard difference(&reader, lookup, data, table: place.dc) != nil else { return false }
        var target = values.values.mutableSpan
        target[0] = Int16(truncatingIfNeeded: block.dc)
        let table = place.ac &* HuffmanDecoder.lookupCount
        var index = 0
        while true {
            reader.refill(data)
            // What has been refilled is enough for two.
            for _ in 0..<2 {
                let entry = lookup[table &+ reader.peek(HuffmanDecoder.lookupBits)]
                var length = HuffmanEntry.firstLength(entry)
                var symbol = Int(HuffmanEntry.firstSymbol(entry))
                if length == 0 {
                    guard let code = decoders[place.ac].longCode(UInt32(truncatingIfNeeded: reader.peek(16))) else {
                        return false
                    }
                    (symbol, length) = (Int(code.symbol), code.length)
                }
                guard symbol != 0 else { return true }
                let size = symbol & 15
                index &+= symbol &>> 4 &+ 1
                guard index < 64 else { return false }
                let value = reader.magnitude(size: size, after: length)
                reader.consume(length &+ size)
                target[Int(ZigZag.naturalOrder[index]) & 63] = Int16(truncatingIfNeeded: value)
                if index == 63 { return true }
            }
        }
    }
}
