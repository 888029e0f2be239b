import Testing

@testable import Demo
@testable import OverlayServer
@testable import OverlayService

@Suite("LatticeNoise")
struct LatticeNoiseTests {
    @Test func `A cursor reads the same noise`() {
        let noise = LatticeNoise(seed: 3, layer: 1)
        var cursor = NoiseCursor(noise)
        var random = DemoRandom(seed: 3, stream: 2)
        for _ in 0..<2_000 {
            let u = Float(random.within(-9...9))
            let v = Float(random.within(-2...2))
            #expect(cursor.smooth(u, v) == noise.smooth(u, v), "seed 3 at \(u), \(v)")
        }
    }

    @Test func `Noise is in 0..<1, spread evenly, and continuous`() {
        let noise = LatticeNoise(seed: 5, layer: 0)
        let values = (0..<10_000).map { noise.value(Int32($0 % 100), Int32($0 / 100)) }
        #expect(values.allSatisfy { 0..<1 ~= $0 })
        #expect(abs(values.reduce(0, +) / 10_000 - 0.5) < 0.02)
        for step in -500..<500 {
            let u = Float(step) / 100
            #expect(abs(noise.smooth(u, 0.3) - noise.smooth(u + 0.01, 0.3)) < 0.03, "seed 5 at \(u)")
        }
    }

    @Test(arguments: [(-1.5, -2), (-1, -1), (-0.25, -1), (0, 0), (0.99, 0), (7, 7)] as [(Float, Int32)])
    func `Floor goes down on both sides of zero`(value: Float, expected: Int32) {
        #expect(floorToInt32(value) == expected)
    }
}
