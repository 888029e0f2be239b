extension CoefficientBlock {
    /// How many tokens a block has at most.
    static let tokenCapacity = 64

    /// Writes the AC coefficients' tokens, clamped to what 8-bit coding can express, to `tokens` from `start`; returns
    /// where they end.
    @inline(always)
    func writeTokens(to tokens: inout MutableSpan<CoefficientToken>, at start: Int) -> Int {
        var present = nonzeroCoefficients & ~1
        var last = 0
        var next = start
        while present != 0 {
            let index = present.trailingZeroBitCount
            present &= present &- 1
            var run = index &- last &- 1
            while run > 15 {
                tokens[next] = .zeroRun
                next &+= 1
                run &-= 16
            }
            let value = Int(values[Int(ZigZag.naturalOrder[index & 63]) & 63])
            let limits = CoefficientLimits.ac
            tokens[next] = CoefficientToken(value: min(max(value, limits.lowerBound), limits.upperBound), run: run)
            next &+= 1
            last = index
        }
        if last < 63 {
            tokens[next] = .endOfBlock
            next &+= 1
        }
        tokens[next &- 1].endsBlock = true
        return next
    }

    /// Bit k is set where the coefficient of zigzag index k is not 0.
    @inline(always)
    private var nonzeroCoefficients: UInt64 {
        let values = values.span
        var present: UInt64 = 0
        for first in stride(from: 0, to: 64, by: 4) {
            // Most are 0, and seen to be so four at a time.
            let word = values.littleEndianWord(at: first)
            guard word != 0 else { continue }
            for lane in 0..<4 where word &>> UInt64(truncatingIfNeeded: lane &* 16) & 0xFFFF != 0 {
                present |= 1 &<< UInt64(ZigZag.index[(first &+ lane) & 63])
            }
        }
        return present
    }
}
