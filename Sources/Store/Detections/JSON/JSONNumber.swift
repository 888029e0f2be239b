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
