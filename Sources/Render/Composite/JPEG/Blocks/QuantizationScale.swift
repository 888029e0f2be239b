/// A component's quantisation table joined with the scale factors that `DiscreteCosineTransform` leaves out.
///
/// Both tables are in the order of `FloatBlock.quads`.
struct QuantizationScale {
    /// From a quantised coefficient to what the inverse transform takes: q·a(u)·a(v) / 8.
    let dequantization: [SIMD4<Float>]
    /// From what the forward transform gives to a coefficient in steps of q: 1 / (8·q·a(u)·a(v)).
    let requantization: [SIMD4<Float>]

    /// a(0) = 1, a(k) = √2·cos(k·π/16).
    static let factors: [Double] = [
        1, 1.387_039_845_322_147_5, 1.306_562_964_876_376_6, 1.175_875_602_419_358_8,
        1, 0.785_694_958_387_102_1, 0.541_196_100_146_197, 0.275_899_379_282_943_1,
    ]

    /// `table` is in natural order. A step of 0, which T.81 forbids, makes a coefficient that is 0 and stays as it is.
    init(_ table: InlineArray<64, UInt16>) {
        let steps = (0..<64).map { Double(table[$0]) * Self.factors[$0 / 8] * Self.factors[$0 % 8] }
        dequantization = Self.quads { Float(steps[$0] / 8) }
        requantization = Self.quads { steps[$0] > 0 ? Float(1 / (steps[$0] * 8)) : 0 }
    }

    private static func quads(_ element: (Int) -> Float) -> [SIMD4<Float>] {
        stride(from: 0, to: 64, by: 4).map {
            SIMD4(element($0), element($0 + 1), element($0 + 2), element($0 + 3))
        }
    }
}
