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
        region.rasterizeOutside(into: &canvas, with: StraightRGBA8.black.withOpacity(strength).premultiplied)
    }

    package func describe(to description: inout SceneDescription) {
        description.append(strength)
        description.append(areas.count)
        for area in areas { description.append(area) }
    }
}
