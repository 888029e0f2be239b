import Testing

@testable import Render

struct LayerDrawingTests {
    private let color = StraightRGBA8(hex: 0x3366CC)

    private func picture(_ layer: any Layer, width: Int = 60, height: Int = 50) throws -> Bitmap {
        let size = try #require(PixelSize(width: width, height: height))
        return TransparentCanvas.bitmap(of: Scene(size: size, layers: [layer]).draw(text: try TestFonts.engine()))
    }

    private static let outlines: [BoxLayer.Shape] = [.plain, .rounded, .corners]

    private func boxes(_ shape: BoxLayer.Shape, isDashed: Bool = false) -> BoxLayer {
        let rect = PixelRect(x: 10, y: 10, width: 40, height: 30)
        return BoxLayer(boxes: [BoxLayer.Box(rect: rect, color: color, isDashed: isDashed)], shape: shape, thickness: 2)
    }

    @Test("a box's line lies half on either side of it, and its inside is empty", arguments: outlines)
    func boxes(shape: BoxLayer.Shape) throws {
        let picture = try picture(boxes(shape))
        for y in 0..<50 {
            for x in 0..<60 where picture[x: x, y: y].alpha > 0 {
                let isInside = 9..<51 ~= x && 9..<41 ~= y
                let isMiddle = 16..<44 ~= x && 16..<34 ~= y
                #expect(isInside && !isMiddle, "(\(x), \(y))")
            }
        }
        #expect(picture[x: 12, y: 25].alpha == 0 && picture[x: 30, y: 12].alpha == 0)
    }

    @Test("plain boxes have sharp corners, rounded ones round ones, and corner marks open sides")
    func shapes() throws {
        func isDrawn(_ shape: BoxLayer.Shape, _ x: Int, _ y: Int) throws -> Bool {
            try picture(boxes(shape))[x: x, y: y] == color
        }
        #expect(try isDrawn(.plain, 9, 9) && isDrawn(.corners, 9, 9) && !isDrawn(.rounded, 9, 9))
        #expect(try isDrawn(.plain, 30, 9) && !isDrawn(.corners, 30, 9) && isDrawn(.rounded, 30, 9))
    }

    @Test("dashes begin with a dash at the upper left corner and leave gaps", arguments: outlines)
    func dashes(shape: BoxLayer.Shape) throws {
        let dashed = try picture(boxes(shape, isDashed: true)).bytes
        let solid = try picture(boxes(shape)).bytes
        #expect(dashed.contains { $0 > 0 } && dashed != solid)
        #expect(zip(dashed, solid).allSatisfy { $0 <= $1 || $1 > 0 })
        guard shape == .plain else { return }
        let picture = try picture(boxes(shape, isDashed: true))
        #expect(picture[x: 12, y: 10] == color && picture[x: 17, y: 10].alpha == 0 && picture[x: 22, y: 10] == color)
    }

    @Test("a mask has its opacity on exactly its own pixels")
    func masks() throws {
        let size = try #require(PixelSize(width: 60, height: 50))
        let coverage = try #require(RunLengthCoverage(size: size, runs: [125, 30, 2845]))
        let mask = MaskLayer.Mask(coverage: coverage, color: color)
        let picture = try picture(MaskLayer(masks: [mask], opacity: 0.4))
        for y in 0..<50 {
            for x in 0..<60 {
                let isInside = 125..<155 ~= x * 50 + y
                #expect(picture[x: x, y: y].alpha == (isInside ? 102 : 0), "(\(x), \(y))")
            }
        }
    }

    @Test("a polygon's inside is filled where it says so, with the layer's opacity", arguments: [true, false])
    func polygons(isFilled: Bool) throws {
        let points = [(10, 10), (50, 10), (50, 40), (10, 40)].map { PixelPoint(x: $0, y: $1) }
        let polygon = PolygonLayer.Polygon(points: points, color: color, isFilled: isFilled)
        let picture = try picture(PolygonLayer(polygons: [polygon], thickness: 2, opacity: 0.4))
        #expect(picture[x: 30, y: 25].alpha == (isFilled ? 102 : 0))
        #expect(picture[x: 30, y: 10] == color && picture[x: 10, y: 25] == color && picture[x: 30, y: 39] == color)
    }

    @Test("what a polygon encloses twice is outside of it")
    func evenOdd() throws {
        let turns: [(Double, Double)] = [(10, 10), (50, 10), (50, 40), (10, 40)]
        let points = (turns + turns).map { PixelPoint(x: $0, y: $1) }
        let polygon = PolygonLayer.Polygon(points: points, color: color, isFilled: true)
        let picture = try picture(PolygonLayer(polygons: [polygon], thickness: 2, opacity: 0.4))
        #expect(picture[x: 30, y: 25].alpha == 0)
    }

    @Test("a polyline is open and its ends are round")
    func polylines() throws {
        let points = [(10, 10), (50, 10), (50, 40)].map { PixelPoint(x: $0, y: $1) }
        let picture = try picture(PolylineLayer(polylines: [.init(points: points, color: color)], thickness: 6))
        #expect(picture[x: 30, y: 10] == color && picture[x: 50, y: 25] == color)
        #expect(picture[x: 30, y: 25].alpha == 0)
        #expect(picture[x: 8, y: 10] == color && picture[x: 6, y: 10].alpha == 0)
        #expect(1..<255 ~= picture[x: 7, y: 7].alpha)
    }

    @Test("a polyline that stands still is a dot")
    func dot() throws {
        let points = [PixelPoint](repeating: PixelPoint(x: 30, y: 25), count: 3)
        let picture = try picture(PolylineLayer(polylines: [.init(points: points, color: color)], thickness: 6))
        #expect(picture[x: 30, y: 25] == color && picture[x: 34, y: 25].alpha == 0)
    }
}
