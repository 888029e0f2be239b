/// What 8-bit Huffman coding can express (T.81, F.1.2).
enum CoefficientLimits {
    /// The largest categories of a DC difference and of an AC coefficient: bits of its magnitude.
    static let longestDC: UInt8 = 11
    static let longestAC: UInt8 = 10
    /// A DC coefficient is 8 times a mean of samples −128…127; differences then fit category 11.
    static let dc: ClosedRange<Int> = -1024...1023
    static let ac: ClosedRange<Int> = -1023...1023
}
