import TestSupport
import Testing

@testable import Detections
@testable import OverlayService
@testable import Render

@Suite("Outlines of masks")
struct MaskOutlinesTests {
    /// A mask of rows of `#` and `.`.
    private func mask(_ rows: [String]) throws -> RunLengthMask {
        let pixels = rows.map { $0.map { $0 == "#" } }
        return try mask(width: pixels[0].count, height: rows.count) { pixels[$1][$0] }
    }

    private func mask(width: Int, height: Int, _ isInside: (Int, Int) -> Bool) throws -> RunLengthMask {
        var builder = RunBuilder()
        for x in 0..<width {
            for y in 0..<height { builder.append(isInside(x, y), 1) }
        }
        return try RunLengthMask(height: height, width: width, runs: builder.runs)
    }

    private func outlines(_ mask: RunLengthMask, _ width: Int, _ height: Int) throws -> [[PixelPoint]] {
        let frame = try #require(PixelSize(width: width, height: height))
        return try #require(MaskOutlines(mask, on: frame)).outlines
    }

    @Test("run around what is inside clockwise and around holes the other way, in frame pixels")
    func ring() throws {
        let mask = try mask(["........", ".######.", ".##..##.", ".##..##.", ".######.", "........"])
        let outlines = try outlines(mask, 80, 120)
        #expect(outlines.count == 2)
        #expect(outlines[0] == [(10.0, 20.0), (70, 20), (70, 100), (10, 100)].map(PixelPoint.init))
        #expect(outlines.map { $0.doubleArea / 2 } == [60 * 80, -20 * 40])
    }

    @Test("are apart where pixels touch at a corner alone, and together where they touch at a side")
    func corners() throws {
        #expect(try outlines(try mask(["#.", ".#"]), 2, 2).count == 2)
        #expect(try outlines(try mask([".#", "#."]), 2, 2).count == 2)
        #expect(try outlines(try mask(["##", ".#"]), 2, 2).count == 1)
        let hole = try outlines(try mask(["###", "#.#", "##."]), 30, 30)
        #expect(hole.reduce(0) { $0 + $1.doubleArea / 2 } == 700)
    }

    @Test("of a whole frame are its corners; an empty mask has none")
    func extremes() throws {
        let whole = try RunLengthMask(height: 3, width: 4, runs: [0, 12])
        #expect(try outlines(whole, 8, 6) == [[(0.0, 0.0), (8, 0), (8, 6), (0, 6)].map(PixelPoint.init)])
        let frame = try #require(PixelSize(width: 8, height: 6))
        #expect(MaskOutlines(try RunLengthMask(height: 3, width: 4, runs: [12]), on: frame) == nil)
        // The same pixels, with runs of no length between them.
        let odd = try RunLengthMask(height: 3, width: 4, runs: [3, 1, 0, 1, 0, 1, 6])
        #expect(try outlines(odd, 4, 3) == [[(1.0, 0.0), (2, 0), (2, 3), (1, 3)].map(PixelPoint.init)])
        let noise = [UInt32](repeating: 1, count: MaskOutlines.runLimit + 1)
        let tall = try RunLengthMask(height: noise.count, width: 1, runs: noise)
        #expect(MaskOutlines(tall, on: frame) == nil)
    }

    @Test("leave no pixel on the wrong side that is farther than one from the edge", arguments: 0..<12)
    func refilled(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let circles = (0..<7).map { _ in
            SIMD3(
                Double.random(in: 0..<90, using: &random),
                Double.random(in: 0..<70, using: &random),
                Double.random(in: 2..<22, using: &random)
            )
        }
        let (width, height) = (90, 70)
        func isInside(_ x: Int, _ y: Int) -> Bool {
            // Where an odd number of circles lie there are holes, and corners that touch.
            circles.count { circle in
                let (dx, dy) = (Double(x) - circle.x, Double(y) - circle.y)
                return dx * dx + dy * dy < circle.z * circle.z
            } % 2 == 1
        }
        let size = try #require(PixelSize(width: width, height: height))
        let mask = try mask(width: width, height: height, isInside)
        var detection = Detection(position: DetectionPosition(frameIndex: 0, detectionIndex: 0))
        detection.mask = mask
        let region = HitRegion(detection, in: size)
        let map = HitMap([region], on: size, size: size)
        for y in 1..<height - 1 {
            for x in 1..<width - 1 {
                let around = (-1...1).flatMap { dy in (-1...1).map { isInside(x + $0, y + dy) } }
                guard Set(around).count == 1 else { continue }
                #expect((map.numbers[y * width + x] == 1) == around[0], "seed \(seed): \(x), \(y)")
            }
        }
        let points = region.outlines.reduce(0) { $0 + $1.count }
        #expect(points < mask.runs.count, "seed \(seed)")
        #expect(abs(region.area - Double(mask.pixelCount)) < Double(mask.pixelCount) * 0.05 + 40, "seed \(seed)")
    }
}
