import TestSupport
import Testing

@testable import Render

struct DiscreteCosineTransformTests {
    private func samples(seed: UInt64) -> [Double] {
        var random = SplitMix64(seed: seed)
        return (0..<64).map { _ in Double(Int.random(in: -128...127, using: &random)) }
    }

    /// a(u)·a(v) for every coefficient.
    private let factors = (0..<64).map { QuantizationScale.factors[$0 / 8] * QuantizationScale.factors[$0 % 8] }

    private func largestDifference(_ first: [Double], _ second: [Double]) -> Double {
        zip(first, second).map { abs($0 - $1) }.max() ?? 0
    }

    @Test("coefficients are those of the definition to within 0.001", arguments: 0..<200 as Range<UInt64>)
    func forward(seed: UInt64) {
        let samples = samples(seed: seed)
        var block = FloatBlock(samples)
        DiscreteCosineTransform.forward(&block)
        let coefficients = zip(block.numbers, factors).map { $0 / ($1 * 8) }
        #expect(largestDifference(coefficients, ReferenceTransform.forward(samples)) < 0.001)
    }

    @Test("samples are those of the definition to within 0.001", arguments: 0..<200 as Range<UInt64>)
    func inverse(seed: UInt64) {
        let coefficients = samples(seed: seed)
        var block = FloatBlock(zip(coefficients, factors).map { $0 * $1 / 8 })
        DiscreteCosineTransform.inverse(&block)
        #expect(largestDifference(block.numbers, ReferenceTransform.inverse(coefficients)) < 0.001)
    }

    @Test("both ways give the samples again, 64 times, to within 0.01", arguments: 0..<50 as Range<UInt64>)
    func roundTrip(seed: UInt64) {
        let samples = samples(seed: seed)
        var block = FloatBlock(samples)
        DiscreteCosineTransform.forward(&block)
        DiscreteCosineTransform.inverse(&block)
        #expect(largestDifference(block.numbers, samples.map { $0 * 64 }) < 0.01)
    }
}
