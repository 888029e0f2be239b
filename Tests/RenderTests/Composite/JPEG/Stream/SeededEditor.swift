@testable import Render

/// Sets some coefficients of some blocks to values that depend on nothing but the block's place.
struct SeededEditor: JPEGBlockEditor {
    /// Blocks touched of a hundred.
    var percentage: UInt64 = 30
    /// Whether blocks are left as they are when they are touched.
    var isIdentity = false
    private(set) var editedCount = 0

    init(percentage: UInt64 = 30, isIdentity: Bool = false) {
        self.percentage = percentage
        self.isIdentity = isIdentity
    }

    private func hash(_ component: Int, _ column: Int, _ row: Int) -> UInt64 {
        var word = UInt64(component * 1_000_003 + column * 10_007 + row * 101 + 17)
        word = (word ^ word >> 30) &* 0xBF58_476D_1CE4_E5B9
        return word ^ word >> 27
    }

    func touches(_ component: Int, _ column: Int, _ row: Int) -> Bool {
        hash(component, column, row) >> 8 % 100 < percentage
    }

    mutating func edit(_ block: inout CoefficientBlock, _ component: Int, _ column: Int, _ row: Int) {
        editedCount += 1
        guard !isIdentity else { return }
        var word = hash(component, column, row)
        block.values[0] = Int16(truncatingIfNeeded: Int(word % 2_048) - 1_024)
        for _ in 0..<word % 9 {
            word = word &* 0x9E37_79B9_7F4A_7C15 &+ 1
            let size = word >> 20 % 11
            let magnitude = Int16(word >> 30 % (1 << size))
            block.values[Int(word >> 50 % 63) + 1] = word >> 40 & 1 == 0 ? magnitude : -magnitude
        }
    }
}
