/// 8×8 numbers, row by row: a block's samples or its coefficients.
///
/// All arithmetic on it is single precision of IEEE 754 with every operation rounded by itself (Swift never fuses a
/// product with a sum), so results are the same on every machine.
struct FloatBlock {
    /// Quads 2·y and 2·y + 1 are the left and the right half of row y.
    var quads: InlineArray<16, SIMD4<Float>>

    @inline(always)
    init(repeating value: Float) { quads = InlineArray(repeating: SIMD4(repeating: value)) }

    /// Makes rows columns. Not inlined, because mixing it with the arithmetic around it makes the compiler do both one
    /// lane after the other.
    @inline(never)
    mutating func transpose() {
        transposeQuarter(0)
        transposeQuarter(9)
        let topRight = quarter(1)
        setQuarter(1, to: quarter(8).transposed)
        setQuarter(8, to: topRight.transposed)
    }

    /// The 4×4 elements whose first row is quad `first`.
    @inline(always)
    private func quarter(_ first: Int) -> Quarter {
        Quarter(quads[first], quads[first &+ 2], quads[first &+ 4], quads[first &+ 6])
    }

    @inline(always)
    private mutating func setQuarter(_ first: Int, to quarter: Quarter) {
        quads[first] = quarter.row0
        quads[first &+ 2] = quarter.row1
        quads[first &+ 4] = quarter.row2
        quads[first &+ 6] = quarter.row3
    }

    @inline(always)
    private mutating func transposeQuarter(_ first: Int) { setQuarter(first, to: quarter(first).transposed) }
}

/// 4×4 numbers.
private struct Quarter {
    let row0: SIMD4<Float>
    let row1: SIMD4<Float>
    let row2: SIMD4<Float>
    let row3: SIMD4<Float>

    @inline(always)
    init(_ row0: SIMD4<Float>, _ row1: SIMD4<Float>, _ row2: SIMD4<Float>, _ row3: SIMD4<Float>) {
        self.row0 = row0
        self.row1 = row1
        self.row2 = row2
        self.row3 = row3
    }

    var transposed: Quarter {
        @inline(always) get {
            let (left01, right01) = Self.zip(row0, row1)
            let (left23, right23) = Self.zip(row2, row3)
            return Quarter(
                SIMD4(left01[0], left01[1], left23[0], left23[1]),
                SIMD4(left01[2], left01[3], left23[2], left23[3]),
                SIMD4(right01[0], right01[1], right23[0], right23[1]),
                SIMD4(right01[2], right01[3], right23[2], right23[3])
            )
        }
    }

    /// The elements of `a` alternating with those of `b`.
    @inline(always)
    private static func zip(_ a: SIMD4<Float>, _ b: SIMD4<Float>) -> (SIMD4<Float>, SIMD4<Float>) {
        (SIMD4(a[0], b[0], a[1], b[1]), SIMD4(a[2], b[2], a[3], b[3]))
    }
}

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
