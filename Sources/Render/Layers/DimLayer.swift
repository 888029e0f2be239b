/// The frame made darker everywhere but where things are.
package struct DimLayer: Layer {
    package static let name = "dim"

    private let areas: [RedactionLayer.Area]
    /// How much of the frame is taken away, 0…1.
    private let strength: Double

    package init(areas: [RedactionLayer.Area], strength: Double) { (self.areas, self.strength) = (areas, strength) }

    package var count: Int { 1 }

    package func draw(on canvas: inout Canvas, in context: DrawingContext) {
        guard !areas.contains(where: \.isWholeFrame) else { return }
        var region = PixelRegion(of: canvas.size)
        for area in areas {
            for mask in area.masks { region.insert(mask) }
            for outline in area.outlines { region.insert(outline, rule: .evenOdd) }
        }
        let color = StraightRGBA8.black.withOpacity(strength)
        let pixels = [UInt8](repeating: 0, count: canvas.size.width * 4).enumerated().map {
            $0.offset % 4 == 3 ? color.alpha : 0
        }
        region.forEachRun(inside: false) { xs, y in
            canvas.draw(pixels.span.extracting(0..<xs.count * 4), x: xs.lowerBound, y: y)
        }
    }

    package func describe(to description: inout SceneDescription) {
        description.append(strength)
        description.append(areas.count)
        for area in areas { description.append(area) }
    }
}
