/// What one Huffman code and the bits after it say, before a table gives the code.
struct CoefficientToken: Sendable {
    /// Magnitude (16 bits) and symbol (8).
    private var word: UInt32

    /// A DC difference of at most 15 bits (T.81, F.1.2.1).
    @inline(always)
    init(difference value: Int) {
        let sign = value &>> 63
        // The lowest bit is only there so that the count is one of a number that is not 0.
        let doubled = ((value ^ sign) &- sign) &<< 1 | 1
        let size = 63 &- doubled.leadingZeroBitCount
        let magnitude = (value &+ sign) & (1 &<< size &- 1)
        word = UInt32(truncatingIfNeeded: magnitude | size &<< 16)
    }

    /// `value` as the symbol that it was decoded from has it.
    @inline(always)
    init(value: Int, symbol: UInt8) {
        let mask = 1 &<< Int(symbol & 15) &- 1
        word = UInt32(truncatingIfNeeded: (value &+ value &>> 63) & mask | Int(symbol) &<< 16)
    }

    @inline(always)
    var symbol: UInt8 { UInt8(truncatingIfNeeded: word &>> 16) }
    @inline(always)
    var magnitude: UInt32 { word & 0xFFFF }
}
