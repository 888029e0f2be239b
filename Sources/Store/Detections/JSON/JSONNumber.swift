/// A number as JSON text holds it.
struct JSONNumber {
    /// The nearest double; NaN or infinite for Python's words and for numbers beyond the range of doubles.
    let value: Double
    /// The number itself, where it is written in plain digits and fits.
    private let plainInteger: Int?

    init(value: Double, plainInteger: Int? = nil) {
        self.value = value
        self.plainInteger = plainInteger
    }

    /// The number itself, where it is whole and either written in plain digits or at most 2^53 in magnitude.
    var integer: Int? {
        if let plainInteger { return plainInteger }
        guard value.magnitude <= 9_007_199_254_740_992 else { return nil }
        return Int(exactly: value)
    }
}

/// A decimal number without sign: up to 19 digits and a power of ten.
struct Decimal64 {
    private var significand: UInt64 = 0
    private var exponent = 0
    private var digitCount = 0
    private var isPlain = true

    @inline(__always)
    mutating func append(_ digit: UInt8) {
        significand = significand &* 10 &+ UInt64(digit)
        digitCount &+= 1
    }

    /// Says that the last `digits` digits stand after the point.
    @inline(__always)
    mutating func addFraction(digits: Int) {
        exponent &-= digits
        isPlain = false
    }

    mutating func addExponent(_ exponent: Int) {
        self.exponent += exponent
        isPlain = false
    }

    /// 19 digits are below 2^64.
    private var isExact: Bool { digitCount <= 19 }

    /// The number, where it was written in digits only and fits.
    @inline(__always)
    func integer(isNegative: Bool) -> Int? {
        guard isPlain, isExact else { return nil }
        guard isNegative else { return Int(exactly: significand) }
        return significand == 1 << 63 ? Int.min : Int(exactly: significand).map { -$0 }
    }

    /// The nearest double, ties to even; `nil` where it takes more arithmetic than here is.
    @inline(__always)
    var value: Double? {
        guard isExact else { return nil }
        // Both operands are exact doubles, so the one operation rounds correctly.
        if significand <= 1 << 53, -22...22 ~= exponent {
            let power = Self.powersOfTen[Int(exponent.magnitude)]
            return exponent < 0 ? Double(significand) / power : Double(significand) * power
        }
        guard significand > 0, -27..<0 ~= exponent else { return nil }
        return quotient(byPowerOfTen: -exponent)
    }

    /// significand / 10^power, rounded once.
    ///
    /// 10^power = 5^power · 2^power, and 5^27 is below 2^63. With numerator and denominator shifted so that their top
    /// bits are set, the integer quotient has 64 bits: 53 to keep, 11 that with the remainder say how to round.
    private func quotient(byPowerOfTen power: Int) -> Double {
        let divisor = Self.powersOfFive[power] << UInt64(Self.powersOfFive[power].leadingZeroBitCount)
        let dividend = significand << UInt64(significand.leadingZeroBitCount)
        let isLarge = dividend >= divisor
        let (quotient, remainder) = divisor.dividingFullWidth(
            isLarge ? (dividend >> 1, dividend << 63) : (dividend, 0)
        )
        var kept = quotient >> 11
        let dropped = quotient & 0x7ff
        let isAboveHalf = dropped > 0x400 || (dropped == 0x400 && (remainder > 0 || kept & 1 == 1))
        if isAboveHalf { kept += 1 }
        let shifts = Self.powersOfFive[power].leadingZeroBitCount - significand.leadingZeroBitCount
        let binaryExponent = (isLarge ? -63 : -64) + shifts - power + 11
        return Double(kept) * Double(sign: .plus, exponent: binaryExponent, significand: 1)
    }

    private static let powersOfTen: [Double] = [
        1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
        1e20, 1e21, 1e22,
    ]

    private static let powersOfFive: [UInt64] = (0...27).map { power in
        (0..<power).reduce(1) { product, _ in product * 5 }
    }
}
