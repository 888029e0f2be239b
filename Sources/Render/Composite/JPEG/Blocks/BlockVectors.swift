// Conversions between vectors of four, written so that each is a few instructions: the generic ones are calls.

extension SIMD4<UInt32> {
    /// The lanes as numbers; each must be below 2³¹.
    @inline(always)
    var floats: SIMD4<Float> {
        SIMD4<Float>(
            Float(Int32(truncatingIfNeeded: self[0])),
            Float(Int32(truncatingIfNeeded: self[1])),
            Float(Int32(truncatingIfNeeded: self[2])),
            Float(Int32(truncatingIfNeeded: self[3]))
        )
    }
}

extension Span where Element == Int16 {
    /// The coefficients of `quad` in the order of `FloatBlock.quads`, as numbers.
    @inline(always)
    func floats(quad: Int) -> SIMD4<Float> {
        let start = quad &* 4
        return SIMD4<Float>(
            Float(self[start]),
            Float(self[start &+ 1]),
            Float(self[start &+ 2]),
            Float(self[start &+ 3])
        )
    }
}

extension MutableSpan where Element == Int16 {
    /// Adds whole numbers to the coefficients of `quad`, and keeps the sums to -1024...1023.
    @inline(always)
    mutating func add(_ numbers: SIMD4<Float>, to quad: Int) {
        let sums = (span.floats(quad: quad) + numbers).clamped(-1024, 1023)
        // The lower half of such a sum's bits is the number itself, as 16 bits.
        let bits = sums + Float.wholeNumberShift
        let start = quad &* 4
        self[start] = Int16(truncatingIfNeeded: bits[0].bitPattern)
        self[start &+ 1] = Int16(truncatingIfNeeded: bits[1].bitPattern)
        self[start &+ 2] = Int16(truncatingIfNeeded: bits[2].bitPattern)
        self[start &+ 3] = Int16(truncatingIfNeeded: bits[3].bitPattern)
    }
}

extension SIMD4<Float> {
    /// The nearest whole numbers, halves to the even one, of numbers between -2²² and 2²²; some whole numbers of others.
    @inline(always)
    var nearestWhole: Self { self + Float.wholeNumberShift - Float.wholeNumberShift }

    @inline(always)
    func clamped(_ low: Float, _ high: Float) -> Self {
        let raised = self.replacing(with: low, where: self .< low)
        return Self(repeating: high).replacing(with: raised, where: raised .< high)
    }
}

extension Float {
    /// 1.5 · 2²³: the last bit of a number near to it is worth 1.
    @inline(always)
    static var wholeNumberShift: Float { 12_582_912 }
}
