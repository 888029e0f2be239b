/// The 8×8 DCT of ITU-T T.81, A.3.3, and its inverse, with the scale factors left to `QuantizationScale`.
///
/// Arai, Agui and Nakajima, "A fast DCT-SQ scheme for images" (1988): five products for eight numbers, because most
/// factors move into the quantisation. Lanes are columns: a pass transforms four columns at once.
enum DiscreteCosineTransform {
    /// Makes samples 8·a(u)·a(v) times their coefficients, where a is `QuantizationScale.factors`.
    static func forward(_ block: inout FloatBlock) {
        forwardPass(&block)
        block.transpose()
        forwardPass(&block)
        block.transpose()
    }

    /// Makes coefficients, times a(u)·a(v) / 8, samples.
    static func inverse(_ block: inout FloatBlock) {
        inversePass(&block)
        block.transpose()
        inversePass(&block)
        block.transpose()
    }

    @inline(never)
    private static func forwardPass(_ block: inout FloatBlock) {
        for half in 0..<2 { forwardPass(&block, half) }
    }

    @inline(never)
    private static func inversePass(_ block: inout FloatBlock) {
        for half in 0..<2 { inversePass(&block, half) }
    }

    /// Transforms the columns of the left half or the right.
    @inline(always)
    private static func forwardPass(_ block: inout FloatBlock, _ half: Int) {
        let (sum07, difference07) = butterfly(block.quads[half], block.quads[14 &+ half])
        let (sum16, difference16) = butterfly(block.quads[2 &+ half], block.quads[12 &+ half])
        let (sum25, difference25) = butterfly(block.quads[4 &+ half], block.quads[10 &+ half])
        let (sum34, difference34) = butterfly(block.quads[6 &+ half], block.quads[8 &+ half])

        let (outer, outerDifference) = butterfly(sum07, sum34)
        let (inner, innerDifference) = butterfly(sum16, sum25)
        let even = butterfly(outer, inner)
        (block.quads[half], block.quads[8 &+ half]) = even
        let turned = butterfly(outerDifference, (innerDifference + outerDifference) * cos4)
        (block.quads[4 &+ half], block.quads[12 &+ half]) = turned

        let low = difference34 + difference25
        let middle = (difference25 + difference16) * cos4
        let high = difference16 + difference07
        let rotation = (low - high) * cos6
        let (near, far) = butterfly(difference07, middle)
        let inwards = butterfly(far, low * cos2MinusCos6 + rotation)
        (block.quads[10 &+ half], block.quads[6 &+ half]) = inwards
        let outwards = butterfly(near, high * cos2PlusCos6 + rotation)
        (block.quads[2 &+ half], block.quads[14 &+ half]) = outwards
    }

    @inline(always)
    private static func inversePass(_ block: inout FloatBlock, _ half: Int) {
        let (sum04, difference04) = butterfly(block.quads[half], block.quads[8 &+ half])
        let (sum26, difference26) = butterfly(block.quads[4 &+ half], block.quads[12 &+ half])
        let (even0, even3) = butterfly(sum04, sum26)
        let (even1, even2) = butterfly(difference04, difference26 * twoCos4 - sum26)

        let (sum53, difference53) = butterfly(block.quads[10 &+ half], block.quads[6 &+ half])
        let (sum17, difference17) = butterfly(block.quads[2 &+ half], block.quads[14 &+ half])
        let (odd0, middle) = butterfly(sum17, sum53)
        let rotation = (difference53 + difference17) * twoCos2
        let odd1 = rotation - difference53 * twoCos2PlusCos6 - odd0
        let odd2 = middle * twoCos4 - odd1
        let odd3 = rotation - difference17 * twoCos2MinusCos6 - odd2
        (block.quads[half], block.quads[14 &+ half]) = butterfly(even0, odd0)
        (block.quads[2 &+ half], block.quads[12 &+ half]) = butterfly(even1, odd1)
        (block.quads[4 &+ half], block.quads[10 &+ half]) = butterfly(even2, odd2)
        (block.quads[6 &+ half], block.quads[8 &+ half]) = butterfly(even3, odd3)
    }

    @inline(always)
    private static func butterfly(_ first: SIMD4<Float>, _ second: SIMD4<Float>) -> (SIMD4<Float>, SIMD4<Float>) {
        (first + second, first - second)
    }

    // cos(k·π/16), and what the flow graphs make of it.
    private static var cos4: Float { 0.707_106_781_186_547_5 }
    private static var cos6: Float { 0.382_683_432_365_089_8 }
    private static var cos2MinusCos6: Float { 0.541_196_100_146_197 }
    private static var cos2PlusCos6: Float { 1.306_562_964_876_376_6 }
    private static var twoCos4: Float { 1.414_213_562_373_095 }
    private static var twoCos2: Float { 1.847_759_065_022_573_5 }
    private static var twoCos2MinusCos6: Float { 1.082_392_200_292_394 }
    private static var twoCos2PlusCos6: Float { 2.613_125_929_752_753 }
}

/// A component's quantisation table joined with the scale factors that `DiscreteCosineTransform` leaves out.
///
/// Both tables are in the order of `FloatBlock.quads`.
struct QuantizationScale {
    /// From a quantised coefficient to what the inverse transform takes: q·a(u)·a(v) / 8.
    let dequantization: InlineArray<16, SIMD4<Float>>
    /// From what the forward transform gives to a coefficient in steps of q: 1 / (8·q·a(u)·a(v)).
    let requantization: InlineArray<16, SIMD4<Float>>

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

    private static func quads(_ element: (Int) -> Float) -> InlineArray<16, SIMD4<Float>> {
        InlineArray { quad in
            let first = quad * 4
            return SIMD4(element(first), element(first + 1), element(first + 2), element(first + 3))
        }
    }
}

/// How many frame pixels one sample of a component spans, across and down.
struct SampleScale: Hashable {
    let horizontal: Int
    let vertical: Int

    /// A sample for each pixel.
    static let full = SampleScale()

    private init() { (horizontal, vertical) = (1, 1) }

    /// `nil` unless both are 1, 2 or 4.
    init?(horizontal: Int, vertical: Int) {
        guard [1, 2, 4].contains(horizontal), [1, 2, 4].contains(vertical) else { return nil }
        self.horizontal = horizontal
        self.vertical = vertical
    }

    /// The size of a block's area, in frame pixels.
    var blockWidth: Int { 8 &* horizontal }
    var blockHeight: Int { 8 &* vertical }
    var pixelCount: Int { horizontal &* vertical }
}

extension SampleScale {
    /// `nil` where the largest factors of `components` are not 1, 2 or 4 times those of `component`.
    init?(of component: JPEGComponent, among components: [JPEGComponent]) {
        let widest = components.map(\.horizontalSampling).max() ?? 1
        let highest = components.map(\.verticalSampling).max() ?? 1
        let (across, down) = (component.horizontalSampling, component.verticalSampling)
        guard across > 0, down > 0, widest.isMultiple(of: across), highest.isMultiple(of: down) else { return nil }
        self.init(horizontal: widest / across, vertical: highest / down)
    }
}
