/// What a decoder's look-up gives, packed into 32 bits.
///
/// From the lowest: bits to consume, codes and magnitudes (5); how far the coefficient index advances (7); whether the
/// block ends (1); the length of the first code (4) and its symbol (8), for who wants one at a time; and uppermost,
/// so that the larger of two entries has the larger one, the length of the longest code (5).
enum HuffmanEntry {
    /// For bits that are no code or only the beginning of one. It advances past the end of any block.
    static let none: UInt32 = 127 << 5

    private static let endOfBlock: UInt32 = 1 << 12

    /// An entry of one symbol; of one that T.81 does not know only length and symbol are given.
    static func single(_ symbol: UInt8, length: Int, coefficients: HuffmanDecoder.Coefficients) -> UInt32 {
        let size = UInt32(symbol & 15)
        let identity = UInt32(length) << 13 | UInt32(symbol) << 17
        let whole = identity | UInt32(length) << 27 | (UInt32(length) + size)
        switch coefficients {
        case .dc: return symbol <= CoefficientLimits.longestDC ? whole : identity | none
        case .ac:
            if symbol == 0 { return whole | endOfBlock }
            guard symbol == 0xF0 || 1...UInt32(CoefficientLimits.longestAC) ~= size else { return identity | none }
            return whole | UInt32(symbol >> 4 + 1) << 5
        }
    }

    /// Both, one after the other; the first is the one that can be had alone.
    static func pair(_ first: UInt32, _ second: UInt32) -> UInt32 {
        let consumed = first & 31 + second & 31
        let steps = advance(first) + advance(second)
        return consumed | UInt32(steps) << 5 | second & endOfBlock | first & (0xFFF << 13)
            | max(first >> 27, second >> 27) << 27
    }

    @inline(always)
    static func consumedBits(_ entry: UInt32) -> Int { Int(truncatingIfNeeded: entry & 31) }
    @inline(always)
    static func advance(_ entry: UInt32) -> Int { Int(truncatingIfNeeded: entry &>> 5 & 127) }
    @inline(always)
    static func endsBlock(_ entry: UInt32) -> Bool { entry & endOfBlock != 0 }
    @inline(always)
    static func isUsable(_ entry: UInt32) -> Bool { entry & 31 != 0 }
    /// 0 where the code is longer than the looked-up bits.
    @inline(always)
    static func firstLength(_ entry: UInt32) -> Int { Int(truncatingIfNeeded: entry &>> 13 & 15) }
    @inline(always)
    static func firstSymbol(_ entry: UInt32) -> UInt8 { UInt8(truncatingIfNeeded: entry &>> 17) }
    @inline(always)
    static func longestCode(_ entry: UInt32) -> UInt32 { entry &>> 27 }
}
