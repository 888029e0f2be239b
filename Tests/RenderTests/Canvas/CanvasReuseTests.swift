import TestSupport
import Testing

@testable import Render

struct CanvasReuseTests {
    @Test("a canvas drawn on before shows nothing of what it held", arguments: [1, 2, 3, 4] as [UInt64])
    func resetCanvasesDrawAsFreshOnes(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let size = try #require(PixelSize(width: 75, height: 53))
        var used = Canvas(size: size)
        for round in 0..<20 {
            used.reset(to: size)
            var fresh = Canvas(size: size)
            let shapes = random
            draw(on: &fresh, &random)
            random = shapes
            draw(on: &used, &random)
            let frame = Bitmap(size: size, color: StraightRGBA8(red: 9, green: 99, blue: 199))
            var (expected, result) = (frame, frame)
            BitmapCompositor.composite(fresh, onto: &expected)
            BitmapCompositor.composite(used, onto: &result)
            #expect(result.bytes == expected.bytes, "seed \(seed), round \(round)")
            let alone = (TransparentCanvas.bitmap(of: used).bytes, TransparentCanvas.bitmap(of: fresh).bytes)
            #expect(alone.0 == alone.1, "seed \(seed), round \(round)")
        }
    }

    @Test("pixels of a tile that nothing was drawn on are transparent, whatever lay there before")
    func undrawnPixelsAreTransparent() throws {
        let size = try #require(PixelSize(width: 16, height: 16))
        var canvas = Canvas(size: size)
        canvas.fill(PixelRect(x: 0, y: 0, width: 16, height: 15), with: .white)
        canvas.reset(to: size)
        canvas.fill(PixelRect(x: 0, y: 0, width: 2, height: 2), with: .white)
        let tile = canvas.tile(column: 0, row: 0)
        #expect(canvas.pixel(of: tile, x: 1, y: 1).isOpaque)
        #expect(canvas.pixel(of: tile, x: 2, y: 1) == .transparent)
        #expect(canvas.pixel(of: tile, x: 9, y: 9) == .transparent)
    }

    private func draw(on canvas: inout Canvas, _ random: inout SplitMix64) {
        for _ in 0..<4 {
            let rect = PixelRect(
                x: Double.random(in: -9...70, using: &random),
                y: Double.random(in: -9...50, using: &random),
                width: Double.random(in: 0...40, using: &random),
                height: Double.random(in: 0...40, using: &random)
            )
            let color = StraightRGBA8(red: 200, green: 50, blue: 90)
                .withOpacity(Double.random(in: 0...1, using: &random))
            canvas.fill(rect, with: color)
            canvas.stroke(rect.expanded(by: 3), width: 2, with: color)
            let mask = CoverageMask(x: 0, y: 0, width: 11, height: 7, coverage: random.bytes(77))
            canvas.fill(mask, movedBy: (Int(rect.maxX), Int(rect.minY)), with: color)
        }
    }
}
