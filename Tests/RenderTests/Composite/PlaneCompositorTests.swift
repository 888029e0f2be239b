import TestSupport
import Testing

@testable import Render

struct PlaneCompositorTests {
    private static let samplings: [Sampling] = [.full, .wide, .high, .quarter]

    @Test(
        "each sample is that of the pixels' blending, to the nearest byte; those under no pixel that is drawn are as they were",
        arguments: samplings,
        30..<34 as Range<UInt64>
    )
    func agreesWithPixels(sampling: Sampling, seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let canvas = try Canvas.random(seed: seed)
        let chroma = sampling.scale(of: 1)
        let before = unsafe YCbCrPlanes(
            size: canvas.size,
            chromaWidth: chroma.horizontal,
            chromaHeight: chroma.vertical
        ) { samples in
            for index in samples.indices { unsafe samples[index] = random.bytes(1)[0] }
        }
        var after = before
        PlaneCompositor.composite(canvas, onto: &after)
        let blending = PixelBlending(canvas: canvas, sampling: sampling)
        var (drawn, kept) = (0, 0)
        for kind in ComponentKind.allCases {
            let (plane, scale) = (before.plane(kind), sampling.scale(of: kind.rawValue))
            for y in 0..<plane.blocksDown * 8 {
                for x in 0..<plane.blocksAcross * 8 {
                    let place = plane.start + y * plane.bytesPerRow + x
                    let (old, new) = (before.samples[place], after.samples[place])
                    let pixels = blending.pixels(left: x * scale.horizontal, top: y * scale.vertical, kind.rawValue)
                    if pixels.allSatisfy({ $0.alpha == 0 }) {
                        kept += 1
                        #expect(new == old, "\(kind) \(x), \(y)")
                    } else {
                        drawn += 1
                        let expected = blending.sample(Double(old), under: pixels, kind.rawValue)
                        #expect(abs(Double(new) - expected) <= 0.51, "\(kind) \(x), \(y)")
                    }
                }
            }
        }
        #expect(drawn > 100 && kept > 100)
    }

    @Test("an empty canvas changes nothing")
    func empty() throws {
        let size = try #require(PixelSize(width: 21, height: 9))
        let before = unsafe YCbCrPlanes(size: size, chromaWidth: 2, chromaHeight: 2) { samples in
            for index in samples.indices { unsafe samples[index] = UInt8(index % 251) }
        }
        #expect(before.samples.count == 24 * 16 + 2 * 16 * 8)
        var after = before
        PlaneCompositor.composite(Canvas(size: size), onto: &after)
        #expect(after.samples == before.samples)
    }
}
