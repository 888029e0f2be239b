/// What one Huffman code and the bits after it say, before a table gives the code.
struct CoefficientToken: Sendable {
    /// Magnitude (16 bits), symbol (8), and whether it is the last one of its block.
    private var word: UInt32

    private static let lastOfBlock: UInt32 = 1 << 31

    /// `value`, of at most 15 bits, after `run` zeros: 0…15 for AC, 0 for a DC difference (T.81, F.1.2.1 and F.1.2.2).
    @inline(always)
    init(value: Int, run: Int) {
        let size = Int.bitWidth &- value.magnitude.leadingZeroBitCount
        let magnitude = (value &+ value &>> 63) & (1 &<< size &- 1)
        word = UInt32(truncatingIfNeeded: magnitude | (run &<< 4 | size) &<< 16)
    }

    /// `value` as the symbol that it was decoded from has it.
    @inline(always)
    init(value: Int, symbol: UInt8) {
        let mask = 1 &<< Int(symbol & 15) &- 1
        word = UInt32(truncatingIfNeeded: (value &+ value &>> 63) & mask | Int(symbol) &<< 16)
    }

    /// A symbol with nothing after it: EOB or ZRL.
    init(symbol: UInt8) { word = UInt32(symbol) << 16 }

    static let endOfBlock = CoefficientToken(symbol: 0)
    static let zeroRun = CoefficientToken(symbol: 0xF0)

    @inline(always)
    var symbol: UInt8 { UInt8(truncatingIfNeeded: word &>> 16) }
    @inline(always)
    var magnitude: UInt32 { word & 0xFFFF }

    @inline(always)
    var endsBlock: Bool {
        get { word & Self.lastOfBlock != 0 }
        set { word = newValue ? word | Self.lastOfBlock : word & ~Self.lastOfBlock }
    }
}
