import TestSupport
import Testing

@testable import Render

struct CanvasTests {
    private let red = StraightRGBA8(red: 220, green: 20, blue: 60)

    private func canvas(_ width: Int, _ height: Int) throws -> Canvas {
        Canvas(size: try #require(PixelSize(width: width, height: height)))
    }

    @Test("tiles that nothing touches stay empty, and those wholly inside hold one color")
    func tilesAreSparse() throws {
        var canvas = try canvas(100, 80)
        canvas.fill(PixelRect(x: 16, y: 16, width: 40, height: 32), with: red)
        #expect(canvas.tile(column: 0, row: 0) == .empty)
        #expect(canvas.tile(column: 1, row: 1) == .solid(red.premultiplied))
        #expect(canvas.tile(column: 2, row: 2) == .solid(red.premultiplied))
        guard case .pixels = canvas.tile(column: 3, row: 1) else {
            Issue.record("a tile that is covered in part has pixels of its own")
            return
        }
    }

    @Test("a translucent color over a solid tile blends all of it")
    func solidTilesBlend() throws {
        var canvas = try canvas(16, 16)
        let rect = PixelRect(x: 0, y: 0, width: 16, height: 16)
        canvas.fill(rect, with: red)
        canvas.fill(rect, with: StraightRGBA8.white.withOpacity(0.5))
        let expected = StraightRGBA8(red: 238, green: 138, blue: 158)
        #expect(TransparentCanvas.bitmap(of: canvas)[x: 7, y: 9] == expected)
        canvas.fill(rect, with: red)
        #expect(canvas.tile(column: 0, row: 0) == .solid(red.premultiplied))
    }

    @Test(
        "pixels outside what is drawn keep their bytes, on opaque frames and on translucent ones",
        arguments: [true, false]
    )
    func untouchedPixelsAreExact(isOpaque: Bool) throws {
        var random = SplitMix64(seed: 5)
        let size = try #require(PixelSize(width: 75, height: 53))
        var noise = random.bytes(size.pixelCount * 4)
        if isOpaque { for index in stride(from: 3, to: noise.count, by: 4) { noise[index] = 255 } }
        let frame = try #require(Bitmap(size: size, isOpaque: isOpaque, bytes: noise))
        var canvas = Canvas(size: size)
        canvas.fill(Path(ellipseIn: PixelRect(x: 9.3, y: 11.2, width: 50, height: 33)), with: red.withOpacity(0.7))
        canvas.stroke(PixelRect(x: 60, y: 40, width: 30, height: 30), width: 2.5, with: red)
        var overlay = frame
        BitmapCompositor.composite(canvas, onto: &overlay)
        let drawn = TransparentCanvas.bitmap(of: canvas)
        var touched = 0
        for y in 0..<size.height {
            for x in 0..<size.width {
                if drawn[x: x, y: y].alpha == 0 {
                    #expect(overlay[x: x, y: y] == frame[x: x, y: y])
                } else {
                    touched += 1
                    #expect(overlay[x: x, y: y].isNear(drawn[x: x, y: y], over: frame[x: x, y: y]), "(\(x), \(y))")
                }
            }
        }
        #expect(touched > 1000)
    }

    @Test("the fast way over opaque frames and the general one agree")
    func bothWaysAgree() throws {
        var random = SplitMix64(seed: 6)
        let size = try #require(PixelSize(width: 64, height: 64))
        let noise = (0..<size.pixelCount).flatMap { _ -> [UInt8] in random.bytes(3) + [255] }
        var fast = try #require(Bitmap(size: size, isOpaque: true, bytes: noise))
        var general = try #require(Bitmap(size: size, isOpaque: false, bytes: noise))
        var canvas = Canvas(size: size)
        canvas.fill(Path(ellipseIn: PixelRect(x: 3, y: 4, width: 50, height: 52)), with: red.withOpacity(0.4))
        BitmapCompositor.composite(canvas, onto: &fast)
        BitmapCompositor.composite(canvas, onto: &general)
        #expect(fast.bytes == general.bytes)
    }

    @Test("what lies outside the frame is cut off, and drawing far away does no harm")
    func clipping() throws {
        var canvas = try canvas(20, 20)
        canvas.stroke(PixelRect(x: -1e9, y: -1e9, width: 2e9, height: 2e9), width: 3, with: red)
        canvas.fill(PixelRect(x: 1e12, y: 0, width: 5, height: 5), with: red)
        canvas.fill(
            CoverageMask(x: 0, y: 0, width: 2, height: 2, coverage: [255, 255, 255, 255]),
            movedBy: (-1, 19),
            with: red
        )
        let bitmap = TransparentCanvas.bitmap(of: canvas)
        #expect(bitmap[x: 0, y: 19] == red)
        #expect(bitmap[x: 1, y: 19].alpha == 0)
        #expect(bitmap[x: 0, y: 18].alpha == 0)
    }

    @Test("a mask wholly outside the frame draws nothing", arguments: [(-30, 4), (100, 4), (4, -30), (4, 100)])
    func maskOutside(x: Int, y: Int) throws {
        var canvas = try canvas(40, 40)
        let mask = CoverageMask(x: 0, y: 0, width: 5, height: 5, coverage: [UInt8](repeating: 255, count: 25))
        canvas.fill(mask, movedBy: (x, y), with: red)
        #expect(TransparentCanvas.bitmap(of: canvas).bytes.allSatisfy { $0 == 0 })
    }

    @Test("a translucent shape over part of another blends only where both are")
    func shapesOverlap() throws {
        var canvas = try canvas(16, 16)
        canvas.fill(PixelRect(x: 1, y: 1, width: 5, height: 9), with: red)
        canvas.fill(PixelRect(x: 3, y: 4, width: 13, height: 12), with: StraightRGBA8.white.withOpacity(0.5))
        let bitmap = TransparentCanvas.bitmap(of: canvas)
        #expect(bitmap[x: 2, y: 5] == red)
        #expect(bitmap[x: 4, y: 5] == StraightRGBA8(red: 238, green: 138, blue: 158))
        #expect(bitmap[x: 9, y: 12] == StraightRGBA8(red: 255, green: 255, blue: 255, alpha: 128))
        #expect(bitmap[x: 9, y: 2].alpha == 0)
    }

    @Test("a mask is drawn where it is put, across tiles")
    func maskAcrossTiles() throws {
        var canvas = try canvas(40, 40)
        let ramp = (0..<100).map { UInt8($0 * 2 + 1) }
        canvas.fill(CoverageMask(x: 2, y: 3, width: 10, height: 10, coverage: ramp), movedBy: (10, 9), with: red)
        let bitmap = TransparentCanvas.bitmap(of: canvas)
        for y in 0..<40 {
            for x in 0..<40 {
                let isInside = 12..<22 ~= x && 12..<22 ~= y
                #expect(bitmap[x: x, y: y].alpha == (isInside ? ramp[(y - 12) * 10 + x - 12] : 0))
            }
        }
    }
}

extension StraightRGBA8 {
    /// Whether this is `source` over `target`, to within what 8 bits lose on the way.
    fileprivate func isNear(_ source: StraightRGBA8, over target: StraightRGBA8) -> Bool {
        let (sourceAlpha, targetAlpha) = (Double(source.alpha) / 255, Double(target.alpha) / 255)
        let kept = targetAlpha * (1 - sourceAlpha)
        let outAlpha = sourceAlpha + kept
        guard abs(Double(alpha) / 255 - outAlpha) < 1.5 / 255 else { return false }
        let tolerance = 1.5 / outAlpha + 0.5
        return zip(
            [red, green, blue],
            zip([source.red, source.green, source.blue], [target.red, target.green, target.blue])
        )
        .allSatisfy { result, pair in
            let exact = (Double(pair.0) * sourceAlpha + Double(pair.1) * kept) / outAlpha
            return abs(Double(result) - exact) < tolerance
        }
    }
}
