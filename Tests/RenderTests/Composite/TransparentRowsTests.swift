import Render
import TestSupport
import Testing

struct TransparentRowsTests {
    /// Shapes of all kinds of tiles: solid, with pixels, translucent, cut by the frame's edge.
    private func canvas(width: Int, height: Int, seed: UInt64) throws -> Canvas {
        var generator = SplitMix64(seed: seed)
        let size = try #require(PixelSize(width: width, height: height))
        var canvas = Canvas(size: size)
        for index in 0..<12 {
            let (x, y) = (
                Double.random(in: -20...120, using: &generator), Double.random(in: -20...90, using: &generator)
            )
            let rect = PixelRect(x: x, y: y, width: .random(in: 1...90, using: &generator), height: 40)
            let color = Palette.color(index: index).withOpacity(index.isMultiple(of: 2) ? 1 : 0.4)
            if index.isMultiple(of: 3) {
                canvas.fill(rect, with: color)
            } else {
                canvas.stroke(rect, width: 2, with: color)
            }
        }
        return canvas
    }

    @Test(arguments: [(1, 1), (16, 16), (33, 50), (130, 95)], [UInt64(1), 2, 3])
    func everyPixelIsTheCanvass(size: (Int, Int), seed: UInt64) throws {
        let canvas = try canvas(width: size.0, height: size.1, seed: seed)
        let picture = TransparentCanvas.rows(of: canvas).bitmap
        for y in 0..<size.1 {
            for x in 0..<size.0 {
                let tile = canvas.tile(column: x / tileSide, row: y / tileSide)
                let expected = canvas.pixel(of: tile, x: x % tileSide, y: y % tileSide).straightened
                #expect(picture[x: x, y: y] == expected, "seed \(seed), (\(x), \(y))")
            }
        }
    }

    @Test func rowsThatRepeatAreKeptOnce() throws {
        var canvas = Canvas(size: try #require(PixelSize(width: 100, height: 100)))
        canvas.fill(PixelRect(x: 10, y: 20, width: 30, height: 60), with: .white)
        let rows = TransparentCanvas.rows(of: canvas)
        #expect(rows.bytes.count == 3 * 400)
        #expect(rows.rowNumbers == (0..<100).map { $0 < 20 ? 0 : $0 < 80 ? 1 : 2 })
    }

    @Test(arguments: [255, 256, 257]) func aPaletteHas256ColorsAtMost(count: Int) throws {
        var canvas = Canvas(size: try #require(PixelSize(width: 300, height: 2)))
        // One color is that of the empty pixels.
        for index in 0..<count - 1 {
            let color = StraightRGBA8(red: UInt8(index % 256), green: UInt8(index / 256), blue: 9)
            canvas.fill(PixelRect(x: Double(index), y: 0, width: 1, height: 1), with: color)
        }
        let rows = TransparentCanvas.rows(of: canvas)
        let indexed = IndexedRows(rows)
        #expect((indexed == nil) == (count > 256))
        guard let indexed else { return }
        #expect(indexed.colors.count == count)
        let colors = indexed.indices.map { indexed.colors[Int($0)] }
        #expect(colors.flatMap { [$0.red, $0.green, $0.blue, $0.alpha] } == rows.bytes)
    }
}
