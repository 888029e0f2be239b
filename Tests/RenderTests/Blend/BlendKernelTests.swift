import TestSupport
import Testing

@testable import Render

/// Every kernel against the specification: random pixels, every length 0…130, every alignment.
struct BlendKernelTests {
    @Test("the vector kernels give the scalar kernel's bytes", arguments: [1, 2, 3] as [UInt64])
    func vectorKernelsMatch(seed: UInt64) {
        for length in 0...130 {
            for offset in 0..<16 {
                compare(VectorKernel16.self, length: length, offset: offset, seed: seed)
                compare(VectorKernel32.self, length: length, offset: offset, seed: seed)
            }
        }
    }

    private func compare(_ kernel: any BlendKernel.Type, length: Int, offset: Int, seed: UInt64) {
        var random = SplitMix64(seed: seed &* 1_000_003 &+ UInt64(length * 16 + offset))
        let row = random.bytes(offset + length * 4 + Int.random(in: 0...40, using: &random))
        let coverage = random.bytes(length)
        let color = random.pixel()
        let isOpaque = Bool.random(using: &random)
        let source = (0..<length).flatMap { _ in
            let pixel = isOpaque ? random.opaquePixel() : random.pixel()
            return [pixel.red, pixel.green, pixel.blue, pixel.alpha]
        }
        let place: Comment = "seed \(seed), length \(length), offset \(offset), \(kernel)"
        func run(_ blend: (inout MutableSpan<UInt8>) -> Void) -> [UInt8] {
            var bytes = row
            var span = bytes.mutableSpan
            blend(&span)
            return bytes
        }
        let covered = (
            run { kernel.blend(color, coverage: coverage.span, onto: &$0, at: offset) },
            run { ScalarKernel.blend(color, coverage: coverage.span, onto: &$0, at: offset) }
        )
        let filled = (
            run { kernel.blend(color, count: length, onto: &$0, at: offset) },
            run { ScalarKernel.blend(color, count: length, onto: &$0, at: offset) }
        )
        let layered = (
            run { kernel.blend(source.span, onto: &$0, at: offset) },
            run { ScalarKernel.blend(source.span, onto: &$0, at: offset) }
        )
        #expect(
            covered.0 == covered.1 && filled.0 == filled.1 && layered.0 == layered.1,
            place
        )
    }

    @Test("one vector of pixels is scaled and blended as the scalar kernel does", arguments: [4, 5] as [UInt64])
    func singleVectorsMatch(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        for round in 0..<2_000 {
            let color = round.isMultiple(of: 2) ? random.opaquePixel() : random.pixel()
            let coverage = round.isMultiple(of: 3) ? [255, 255, 255, 255] : random.bytes(4)
            var blended = random.bytes(20)
            var expected = blended
            var expectedRow = expected.mutableSpan
            ScalarKernel.blend(color, coverage: coverage.span, onto: &expectedRow, at: 3)
            let vector = coverage.span.load(VectorKernel16.Coverage.self, at: 0)
            var blendedRow = blended.mutableSpan
            VectorKernel16.blend(VectorKernel16.pixels(of: color, coverage: vector), onto: &blendedRow, at: 3)
            #expect(blended == expected, "seed \(seed), round \(round)")
        }
    }

    @Test("the specification is source-over with every product rounded to nearest")
    func specificationIsSourceOver() {
        var random = SplitMix64(seed: 7)
        for _ in 0..<10_000 {
            let (source, target) = (random.pixel(), random.bytes(4))
            var result = target
            var span = result.mutableSpan
            ScalarKernel.blend(source, count: 1, onto: &span, at: 0)
            let exact = zip([source.red, source.green, source.blue, source.alpha], target).map { channel, target in
                Double(channel) + (Double(target) * Double(255 - source.alpha) / 255).rounded()
            }
            #expect(result.map(Double.init) == exact)
        }
    }

    @Test("full coverage is the color itself, none leaves the row as it was")
    func coverageEnds() {
        var random = SplitMix64(seed: 9)
        let row = random.bytes(64)
        let color = random.pixel()
        var covered = row
        var filled = row
        var untouched = row
        var span = covered.mutableSpan
        ActiveKernel.blend(color, coverage: [UInt8](repeating: 255, count: 16).span, onto: &span, at: 0)
        span = filled.mutableSpan
        ActiveKernel.blend(color, count: 16, onto: &span, at: 0)
        span = untouched.mutableSpan
        ActiveKernel.blend(color, coverage: [UInt8](repeating: 0, count: 16).span, onto: &span, at: 0)
        #expect(covered == filled)
        #expect(untouched == row)
    }
}

extension SplitMix64 {
    /// Opaque but for one pixel in sixteen.
    fileprivate mutating func opaquePixel() -> PremultipliedRGBA8 {
        let bytes = bytes(4)
        let alpha: UInt8 = bytes[3] < 16 ? bytes[3] : 255
        return StraightRGBA8(red: bytes[0], green: bytes[1], blue: bytes[2], alpha: alpha).premultiplied
    }
}
