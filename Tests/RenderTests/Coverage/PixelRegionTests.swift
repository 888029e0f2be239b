import Testing

@testable import Render

struct PixelRegionTests {
    private let frame: PixelSize
    private let bounds = PixelRect(x: 3, y: 2, width: 47, height: 40)

    init() throws { frame = try #require(PixelSize(width: 53, height: 45)) }

    /// Single pixels, and two shapes that touch.
    private func region() throws -> PixelRegion {
        var region = try #require(PixelRegion(within: bounds, of: frame))
        for (x, y) in [(4.0, 3.0), (20, 17), (31, 16), (47, 15), (49, 41)] {
            region.insert(Path(rect: PixelRect(x: x, y: y, width: 1, height: 1)))
        }
        region.insert(Path(rect: PixelRect(x: 15.9, y: 30.2, width: 4.2, height: 3)))
        region.insert(Path(ellipseIn: PixelRect(x: 19, y: 28, width: 11, height: 9)))
        return region
    }

    private func pixels(_ region: PixelRegion, inside: Bool = true) -> [[Bool]] {
        var pixels = [[Bool]](repeating: [Bool](repeating: !inside, count: frame.width), count: frame.height)
        region.forEachRun(inside: inside) { xs, y in
            for x in xs { pixels[y][x] = inside }
        }
        return pixels
    }

    @Test("what is inside reaches as far to each side as is asked for", arguments: [0, 1, 2, 3, 4, 7, 12, 100])
    func dilation(distance: Int) throws {
        let before = pixels(try region())
        var dilated = try region()
        dilated.dilate(by: distance)
        let after = pixels(dilated)
        for y in 0..<frame.height {
            for x in 0..<frame.width {
                let ys = (y - distance...y + distance).clamped(to: 0...frame.height - 1)
                let xs = (x - distance...x + distance).clamped(to: 0...frame.width - 1)
                #expect(after[y][x] == ys.contains { y in xs.contains { before[y][$0] } }, "\(x), \(y)")
            }
        }
    }

    @Test("a pixel is inside or outside, whichever is asked for, and is where a shape touches it")
    func runs() throws {
        let region = try region()
        let inside = pixels(region)
        #expect(pixels(region, inside: false) == inside)
        #expect(inside[17][20] && !inside[17][19] && !inside[17][21] && !inside[16][20] && !inside[18][20])
        #expect(inside[41][49] && !inside[41][50])
        #expect((15...20).allSatisfy { inside[30][$0] && inside[33][$0] } && !inside[29][15] && !inside[34][15])
        #expect(region.bounds == PixelRect(x: 4, y: 3, width: 46, height: 39))
    }

    @Test("what is outside is covered whole, what is inside not at all, also beyond the bounds")
    func outside() throws {
        let region = try region()
        let inside = pixels(region)
        let picture = CoveragePicture.of { region.rasterizeOutside(into: &$0, with: ()) }
        for y in 0..<frame.height {
            for x in 0..<frame.width { #expect(picture[x, y] == (inside[y][x] ? 0 : 255), "\(x), \(y)") }
        }
    }
}
