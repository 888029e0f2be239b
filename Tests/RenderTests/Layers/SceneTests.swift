import Testing

@testable import Render

struct SceneTests {
    private let rect = PixelRect(x: 10, y: 24, width: 30, height: 20)

    private func scene(_ layers: any Layer...) throws -> Scene {
        Scene(size: try #require(PixelSize(width: 70, height: 60)), layers: layers)
    }

    private func boxes(_ count: Int, _ color: StraightRGBA8 = .white) -> BoxLayer {
        let boxes = [BoxLayer.Box](repeating: BoxLayer.Box(rect: rect, color: color), count: count)
        return BoxLayer(boxes: boxes, shape: .plain, thickness: 2)
    }

    private func labels(_ texts: String...) -> LabelLayer {
        let labels = texts.map { LabelLayer.Label(text: $0, anchor: rect, color: .white) }
        return LabelLayer(labels: labels, fontSize: 12, outset: 1)
    }

    private func polygons(_ count: Int) -> PolygonLayer {
        let points = [PixelPoint(x: 5, y: 5), PixelPoint(x: 60, y: 20), PixelPoint(x: 20, y: 50)]
        let polygon = PolygonLayer.Polygon(points: points, color: .black, isFilled: true)
        let polygons = [PolygonLayer.Polygon](repeating: polygon, count: count)
        return PolygonLayer(polygons: polygons, thickness: 2, opacity: 0.5)
    }

    private func picture(_ scene: Scene, _ text: TextEngine) -> [UInt8] {
        TransparentCanvas.bitmap(of: scene.draw(text: text)).bytes
    }

    @Test("things are counted by the layer's name, layers of the same name together")
    func counts() throws {
        #expect(try scene().counts == [:])
        let scene = try scene(boxes(3), polygons(2), boxes(4), labels("a", ""), polygons(0))
        #expect(scene.counts == ["boxes": 7, "polygons": 2, "labels": 2])
    }

    @Test("a scene without layers leaves every tile of the canvas empty")
    func empty() throws {
        let canvas = try scene().draw(text: TestFonts.engine())
        #expect(canvas.size == PixelSize(width: 70, height: 60))
        for row in canvas.grid.rows {
            for column in canvas.grid.columns { #expect(canvas.tile(column: column, row: row) == .empty) }
        }
    }

    @Test("layers that have nothing to draw draw nothing")
    func emptyLayers() throws {
        let scene = try scene(
            MaskLayer(masks: [], opacity: 0.4),
            polygons(0),
            boxes(0),
            PolylineLayer(polylines: [], thickness: 2),
            labels()
        )
        #expect(try picture(scene, TestFonts.engine()).allSatisfy { $0 == 0 })
    }

    @Test("drawing a scene twice gives the same pixels, with a fresh text engine and with a used one")
    func repetition() throws {
        let scene = try scene(polygons(1), boxes(2), labels("person 0.87", "שלום", "行人"))
        let text = try TestFonts.engine()
        let first = picture(scene, text)
        #expect(first.contains { $0 != 0 })
        #expect(picture(scene, text) == first)
        #expect(try picture(scene, TestFonts.engine()) == first)
    }

    @Test("later layers lie over earlier ones, and later things over earlier ones in a layer")
    func order() throws {
        let (red, blue) = (StraightRGBA8(hex: 0xFF0000), StraightRGBA8(hex: 0x0000FF))
        func corner(_ layers: any Layer...) throws -> StraightRGBA8 {
            let scene = Scene(size: try #require(PixelSize(width: 70, height: 60)), layers: layers)
            return TransparentCanvas.bitmap(of: scene.draw(text: try TestFonts.engine()))[x: 10, y: 24]
        }
        #expect(try corner(boxes(1, red), boxes(1, blue)) == blue)
        #expect(try corner(boxes(1, blue), boxes(1, red)) == red)
        let both = [red, blue].map { BoxLayer.Box(rect: rect, color: $0) }
        #expect(try corner(BoxLayer(boxes: both, shape: .plain, thickness: 2)) == blue)
    }
}
