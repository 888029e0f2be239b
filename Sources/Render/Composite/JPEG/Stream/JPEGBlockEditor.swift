/// Changes some of a JPEG's blocks; columns and rows are counted in blocks of the component.
protocol JPEGBlockEditor {
    /// Whether `edit` is to be called for this block; asked once for each block that holds samples of the picture.
    func touches(_ component: Int, _ column: Int, _ row: Int) -> Bool

    /// Changes the block. Coefficients beyond what 8-bit coding can express are clamped afterwards.
    mutating func edit(_ block: inout CoefficientBlock, _ component: Int, _ column: Int, _ row: Int)
}
