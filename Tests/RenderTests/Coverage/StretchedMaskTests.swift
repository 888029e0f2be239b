import TestSupport
import Testing

@testable import Render

struct StretchedMaskTests {
    private let grid = TileGrid(columns: 0..<4, rows: 0..<4)

    @Test("a stretched rounded rectangle is the rounded rectangle of that size", arguments: 1...40)
    func matchesPolygon(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let radius = Double.random(in: 0.3...7, using: &random)
        let side = radius.rounded(.up) * 2 + 1
        let smallest = PixelRect(x: 0, y: 0, width: side, height: side)
        let mask = try #require(
            PolygonRasterizer.mask(of: Path(roundedRect: smallest, radius: radius).flattened(), rule: .nonZero)
        )
        let left = Int.random(in: -20...60, using: &random)
        let top = Int.random(in: -20...60, using: &random)
        let columns = left..<left + Int(side) + Int.random(in: 0...50, using: &random)
        let rows = top..<top + Int(side) + Int.random(in: 0...50, using: &random)
        let shape = try #require(StretchedMask(mask, columns: columns, rows: rows))
        let stretched = CoveragePicture.of { shape.rasterize(in: grid, into: &$0, with: ()) }
        let rect = PixelRect(
            minX: Double(columns.lowerBound),
            minY: Double(rows.lowerBound),
            maxX: Double(columns.upperBound),
            maxY: Double(rows.upperBound)
        )
        let exact = CoveragePicture.of { sink in
            let path = Path(roundedRect: rect, radius: radius)
            var rasterizer = PolygonRasterizer(filling: path, rule: .nonZero, in: grid)
            rasterizer?.rasterize(into: &sink, with: ())
        }
        // Positions are rounded, so that a sum may fall on the other side of a half.
        #expect(stretched.largestDifference(from: exact) <= 1, "seed \(seed), \(rect), radius \(radius)")
    }

    @Test("a place that is smaller than the mask, or a mask without a middle, is refused")
    func tooSmall() {
        let odd = CoverageMask(x: 0, y: 0, width: 3, height: 3, coverage: [UInt8](repeating: 1, count: 9))
        let even = CoverageMask(x: 0, y: 0, width: 2, height: 2, coverage: [UInt8](repeating: 1, count: 4))
        #expect(StretchedMask(odd, columns: 0..<2, rows: 0..<9) == nil)
        #expect(StretchedMask(odd, columns: 0..<9, rows: 0..<2) == nil)
        #expect(StretchedMask(even, columns: 0..<9, rows: 0..<9) == nil)
    }
}
