/// A glow around things, in the shape of their masks and outlines.
package struct HaloLayer: Layer {
    package static let name = "halos"

    package struct Halo: Sendable {
        package let area: RedactionLayer.Area
        package let color: StraightRGBA8

        package init(area: RedactionLayer.Area, color: StraightRGBA8) { (self.area, self.color) = (area, color) }
    }

    private let halos: [Halo]
    /// How far it reaches, in pixels.
    private let radius: Int

    package init(halos: [Halo], radius: Int) { (self.halos, self.radius) = (halos, radius) }

    package var count: Int { halos.count }

    private static let strongest = 0.8

    package func draw(on canvas: inout Canvas, in context: DrawingContext) {
        for halo in halos where !Task.isCancelled {
            guard let region = PixelRegion(halo.area, padding: radius + 1, of: canvas.size) else { continue }
            // Of distances in thirds of a pixel, squared so that it fades softly.
            let colors = (0...radius * 3).map { distance -> PremultipliedRGBA8 in
                let part = 1 - Double(distance) / Double(radius * 3 + 1)
                return halo.color.opaque.withOpacity(Self.strongest * part * part).premultiplied
            }
            region.forEachRowOfDistances(upTo: radius * 3) { x, y, distances in
                var pixels: [UInt8] = []
                pixels.reserveCapacity(distances.count * 4)
                for distance in distances {
                    let color = distance > 0 && distance <= radius * 3 ? colors[Int(distance)] : .transparent
                    pixels += [color.red, color.green, color.blue, color.alpha]
                }
                canvas.draw(pixels.span, x: x, y: y)
            }
        }
    }

    package func describe(to description: inout SceneDescription) {
        description.append(radius)
        description.append(halos.count)
        for halo in halos {
            description.append(halo.color)
            description.append(halo.area)
        }
    }
}
