extension ScanDecoder {
    /// Reads a DC difference; `nil` where there is none that 8-bit pictures can have.
    @inline(always)
    func difference(
        _ reader: inout BitReader,
        _ lookup: Span<UInt32>,
        _ data: Span<UInt8>,
        table: Int
    ) -> Int? {
        reader.refill(data)
        let (symbol, length) = symbol(reader, Self.entry(reader, lookup, table: table), table: table)
        guard length > 0, symbol <= CoefficientLimits.longestDC else { return nil }
        let size = Int(symbol)
        let difference = reader.magnitude(size: size, after: length)
        reader.consume(length &+ size)
        return difference
    }
}
