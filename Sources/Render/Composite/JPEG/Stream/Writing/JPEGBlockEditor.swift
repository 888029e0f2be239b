/// Changes some of a JPEG's blocks; columns and rows are counted in blocks of the component.
protocol JPEGBlockEditor {
    /// Whether `edit` is to be called for this block.
    func touches(_ component: Int, _ column: Int, _ row: Int) -> Bool

    /// Calls `body` with each block among `columns` × `rows` that is to be edited.
    func forEachTouched(_ component: Int, columns: Int, rows: Int, _ body: (_ column: Int, _ row: Int) -> Void)

    /// Whether nothing is left of what the block was, so that `edit` may be given any coefficients.
    mutating func covers(_ component: Int, _ column: Int, _ row: Int) -> Bool

    /// Changes the block. Coefficients beyond what 8-bit coding can express are clamped afterwards.
    mutating func edit(_ block: inout CoefficientBlock, _ component: Int, _ column: Int, _ row: Int)
}

extension JPEGBlockEditor {
    func forEachTouched(_ component: Int, columns: Int, rows: Int, _ body: (_ column: Int, _ row: Int) -> Void) {
        for row in 0..<rows {
            for column in 0..<columns where touches(component, column, row) { body(column, row) }
        }
    }

    mutating func covers(_ component: Int, _ column: Int, _ row: Int) -> Bool { false }
}
