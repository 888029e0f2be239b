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
