/// Zones and lines at which a stage counts, each with its name and counts.
package struct ZoneLayer: Layer {
    package static let name = "zones"

    package struct Zone: Sendable {
        package let polygon: [PixelPoint]
        /// Its name and count; empty for none.
        package let text: String

        package init(polygon: [PixelPoint], text: String) { (self.polygon, self.text) = (polygon, text) }
    }

    package struct Line: Sendable {
        package let start, end: PixelPoint
        package let text: String

        package init(start: PixelPoint, end: PixelPoint, text: String) {
            (self.start, self.end, self.text) = (start, end, text)
        }
    }

    private let zones: [Zone]
    private let lines: [Line]
    /// In pixels.
    private let thickness: Double
    /// The em, in pixels.
    private let fontSize: Double

    package init(zones: [Zone], lines: [Line], thickness: Double, fontSize: Double) {
        (self.zones, self.lines, self.thickness, self.fontSize) = (zones, lines, thickness, fontSize)
    }

    package var count: Int { zones.count + lines.count }
    package var texts: [String] { zones.map(\.text) + lines.map(\.text) }

    // No color of the palette, which those of things are of.
    private static let color = StraightRGBA8.white
    private static let background = StraightRGBA8(hex: 0x202020)
    private static let edge = StraightRGBA8.black.withOpacity(0.6)
    private static let fill = StraightRGBA8.white.withOpacity(0.12)

    package func draw(on canvas: inout Canvas, in context: DrawingContext) {
        let tags = TagText(size: fontSize, frame: canvas.size, text: context.text)
        let dashes = [thickness * 5, thickness * 3]
        for zone in zones {
            let path = Path(points: zone.polygon, isClosed: true)
            canvas.fill(path, rule: .evenOdd, with: Self.fill)
            canvas.stroke(path, Stroke(width: thickness + 2), with: Self.edge)
            canvas.stroke(path, Stroke(width: thickness, dashes: dashes), with: Self.color)
        }
        for line in lines {
            let path = Path(points: [line.start, line.end], isClosed: false)
            canvas.stroke(path, Stroke(width: thickness * 1.5 + 2, cap: .round), with: Self.edge)
            canvas.stroke(path, Stroke(width: thickness * 1.5, cap: .round), with: Self.color)
            for end in [line.start, line.end] {
                let dot = PixelRect(x: end.x, y: end.y, width: 0, height: 0)
                canvas.fill(Path(ellipseIn: dot.expanded(by: thickness * 2 + 1)), with: Self.edge)
                canvas.fill(Path(ellipseIn: dot.expanded(by: thickness * 2)), with: Self.color)
            }
        }
        for (block, place) in tagPlaces(tags, in: canvas.size) {
            tags.draw(block, in: place, Self.background, on: &canvas)
        }
    }

    package func reserved(in frame: PixelSize, text: TextEngine) -> [PixelRect] {
        tagPlaces(TagText(size: fontSize, frame: frame, text: text), in: frame).map(\.place)
    }

    /// At the upper left of a zone, and over the middle of a line.
    private func tagPlaces(_ tags: TagText, in frame: PixelSize) -> [(block: TagBlock, place: PixelRect)] {
        let zoneTags = zones.map { zone -> (String, PixelPoint, Bool) in
            let corner = zone.polygon.min { $0.x + $0.y < $1.x + $1.y } ?? PixelPoint(x: 0, y: 0)
            return (zone.text, corner + PixelPoint(x: thickness, y: thickness), false)
        }
        let lineTags = lines.map { ($0.text, ($0.start + $0.end) * 0.5, true) }
        return (zoneTags + lineTags).compactMap { text, point, isCentered in
            guard !text.isEmpty else { return nil }
            let block = tags.block(text)
            let x = isCentered ? point.x - block.size.width / 2 : point.x
            let y = isCentered ? point.y - block.size.height / 2 : point.y
            let (right, bottom) = (Double(frame.width) - block.size.width, Double(frame.height) - block.size.height)
            return (block, block.size.rect(x: max(min(x.rounded(), right), 0), y: max(min(y.rounded(), bottom), 0)))
        }
    }

    package func describe(to description: inout SceneDescription) {
        description.append(thickness)
        description.append(fontSize)
        description.append(zones.count)
        for zone in zones {
            description.append(zone.polygon)
            description.append(zone.text)
        }
        description.append(lines.count)
        for line in lines {
            description.append([line.start, line.end])
            description.append(line.text)
        }
    }
}
