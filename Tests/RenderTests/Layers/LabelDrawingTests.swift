import TestSupport
import Testing

@testable import Render

struct LabelDrawingTests {
    private static let width = 200
    private static let height = 90

    /// What a scene of one label draws, and where.
    private struct Drawn {
        let minX: Int
        let minY: Int
        let maxX: Int
        let maxY: Int
        /// Rows of the drawn part, from its top left pixel on.
        let pixels: [[StraightRGBA8]]
    }

    private func drawn(
        _ text: String,
        at anchor: PixelRect,
        outset: Double = 1,
        with engine: TextEngine
    ) throws -> Drawn {
        let label = LabelLayer.Label(text: text, anchor: anchor, color: Palette.color(index: 0))
        let size = try #require(PixelSize(width: Self.width, height: Self.height))
        let scene = Scene(size: size, layers: [LabelLayer(labels: [label], fontSize: 12, outset: outset)])
        let picture = TransparentCanvas.bitmap(of: scene.draw(text: engine))
        let inked = (0..<size.pixelCount).filter { picture.bytes[$0 * 4 + 3] > 0 }
        let xs = inked.map { $0 % size.width }
        let (minX, maxX) = (try #require(xs.min()), try #require(xs.max()) + 1)
        let (minY, maxY) = (try #require(inked.first) / size.width, try #require(inked.last) / size.width + 1)
        let pixels = (minY..<maxY).map { y in (minX..<maxX).map { picture[x: $0, y: y] } }
        return Drawn(minX: minX, minY: minY, maxX: maxX, maxY: maxY, pixels: pixels)
    }

    /// A rectangle that may lie wholly or partly outside of the frame.
    private func anchor(_ generator: inout SplitMix64) -> PixelRect {
        PixelRect(
            x: Double.random(in: -300...500, using: &generator),
            y: Double.random(in: -200...300, using: &generator),
            width: Double.random(in: 0.01...400, using: &generator),
            height: Double.random(in: 0.01...200, using: &generator)
        )
    }

    @Test("a label that fits the frame is drawn whole, wherever its anchor lies", arguments: [1, 2, 3] as [UInt64])
    func wholeLabels(seed: UInt64) throws {
        let engine = try TestFonts.engine()
        let middle = PixelRect(x: 50, y: 50, width: 30, height: 30)
        let reference = try drawn("person 0.87", at: middle, with: engine)
        var generator = SplitMix64(seed: seed)
        for round in 0..<40 {
            let anchor = anchor(&generator)
            let label = try drawn("person 0.87", at: anchor, with: engine)
            #expect(label.pixels == reference.pixels, "seed \(seed), round \(round), anchor \(anchor)")
        }
    }

    @Test("a label stands right above its anchor's outline", arguments: [0.0, 1, 2.7])
    func above(outset: Double) throws {
        let anchor = PixelRect(x: 40, y: 60, width: 20, height: 20)
        let label = try drawn("car", at: anchor, outset: outset, with: TestFonts.engine())
        #expect(label.maxY == Int((60 - outset).rounded()) && label.minX == Int((40 - outset).rounded()))
    }

    @Test("where there is no room above, a label stands inside its anchor's outline", arguments: [0.0, 1, 2.7])
    func inside(outset: Double) throws {
        let anchor = PixelRect(x: 40, y: 12, width: 80, height: 64)
        let label = try drawn("car", at: anchor, outset: outset, with: TestFonts.engine())
        #expect(label.minY == Int((12 + outset).rounded()) && label.minX == Int((40 - outset).rounded()))
    }

    @Test("a label of many words has lines, and where there is no room for them one", arguments: [8, 30, 200_000])
    func manyLines(words: Int) throws {
        let engine = try TestFonts.engine()
        let anchor = PixelRect(x: 120, y: 50, width: 20, height: 20)
        let one = try drawn("wide", at: anchor, with: engine)
        let label = try drawn(String(repeating: "wide ", count: words), at: anchor, with: engine)
        let line = engine.metrics(size: 12)
        let height = (line.ascent + line.descent).rounded(.up)
        #expect(Double(label.maxY - label.minY) == Double(one.maxY - one.minY) + (words == 8 ? height : 0))
        #expect(label.maxX - label.minX > Self.width / 2)
    }

    @Test("a label that is too wide for the frame is shortened until it fits", arguments: [60, 200_000])
    func tooWide(words: Int) throws {
        let text = String(repeating: "wide", count: words)
        let anchor = PixelRect(x: 120, y: 50, width: 20, height: 20)
        let label = try drawn(text, at: anchor, with: TestFonts.engine())
        #expect(label.maxX - label.minX <= Self.width && label.maxX - label.minX > Self.width - 20)
        #expect(label.maxY == 49)
        // The background has its rounded corners on both sides.
        let corners = [label.pixels.first?.first, label.pixels.first?.last]
        #expect(corners.allSatisfy { $0.map { $0.alpha < 255 } ?? false })
    }

    @Test("anchors beyond any frame are as good as those right beside it", arguments: [-1e300, -1e12, 1e12, 1e300])
    func farAway(distance: Double) throws {
        let engine = try TestFonts.engine()
        let anchor = PixelRect(x: distance, y: distance, width: 10, height: 10)
        let label = try drawn("car", at: anchor, with: engine)
        let beside = distance < 0 ? -500.0 : 500
        let expected = try drawn("car", at: PixelRect(x: beside, y: beside, width: 10, height: 10), with: engine)
        #expect(label.pixels == expected.pixels && label.minX == expected.minX && label.minY == expected.minY)
    }

    @Test("the text is black on light backgrounds and white on dark ones")
    func contrast() throws {
        let (light, dark) = (StraightRGBA8(hex: 0xF0E442), StraightRGBA8(hex: 0x202060))
        for (color, text) in [(light, StraightRGBA8.black), (dark, .white)] {
            let label = LabelLayer.Label(text: "■", anchor: PixelRect(x: 5, y: 40, width: 9, height: 9), color: color)
            let size = try #require(PixelSize(width: 60, height: 60))
            let scene = Scene(size: size, layers: [LabelLayer(labels: [label], fontSize: 20, outset: 0)])
            let picture = TransparentCanvas.bitmap(of: scene.draw(text: try TestFonts.engine()))
            let colors = Set((0..<size.pixelCount).map { picture[x: $0 % 60, y: $0 / 60] })
            #expect(colors.contains(color) && colors.contains(text))
        }
    }
}
