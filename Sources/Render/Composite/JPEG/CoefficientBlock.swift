/// The quantised coefficients of one 8×8 block, in natural (row-major) order: entry 0 is the DC coefficient.
struct CoefficientBlock {
    var values: InlineArray<64, Int16>

    init(values: InlineArray<64, Int16> = InlineArray(repeating: 0)) { self.values = values }
}
