import Foundation

@testable import Render

/// The DCT as ITU-T T.81, A.3.3, defines it, in double precision.
enum ReferenceTransform {
    private static let basis: [[Double]] = (0..<8).map { frequency in
        let scale = frequency == 0 ? 0.5.squareRoot() / 2 : 0.5
        return (0..<8).map { scale * cos(Double((2 * $0 + 1) * frequency) * .pi / 16) }
    }

    /// 64 numbers, row by row.
    static func forward(_ samples: [Double]) -> [Double] {
        transformRows(transformRows(samples) { basis[$0][$1] }) { basis[$0][$1] }
    }

    static func inverse(_ coefficients: [Double]) -> [Double] {
        transformRows(transformRows(coefficients) { basis[$1][$0] }) { basis[$1][$0] }
    }

    /// The transposed of all rows multiplied by a matrix.
    private static func transformRows(_ numbers: [Double], by matrix: (Int, Int) -> Double) -> [Double] {
        var result = [Double](repeating: 0, count: 64)
        for row in 0..<8 {
            for output in 0..<8 {
                for input in 0..<8 {
                    result[output * 8 + row] += numbers[row * 8 + input] * matrix(output, input)
                }
            }
        }
        return result
    }
}

extension FloatBlock {
    init(_ numbers: [Double]) {
        self.init(repeating: 0)
        for (index, number) in numbers.enumerated() { quads[index / 4][index % 4] = Float(number) }
    }

    var numbers: [Double] { (0..<64).map { Double(quads[$0 / 4][$0 % 4]) } }
}

extension CoefficientBlock {
    var numbers: [Int] { (0..<64).map { Int(values[$0]) } }
}
