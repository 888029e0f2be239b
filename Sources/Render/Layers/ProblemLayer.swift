/// What of a frame's detections is not where it could be seen: arrowheads at the frame's edge towards boxes that lie outside, each with their number, and a line
/// of text at its foot.
package struct ProblemLayer: Layer {
    package static let name = "problems"

    /// Things outside of the frame, in frame pixels.
    private let outside: [PixelPoint]
    /// What else there is to say; empty for nothing.
    private let text: String
    /// The em, in pixels.
    private let fontSize: Double

    package init(outside: [PixelPoint], text: String, fontSize: Double) {
        (self.outside, self.text, self.fontSize) = (outside, text, fontSize)
    }

    package var count: Int { outside.count + (text.isEmpty ? 0 : 1) }
    package var texts: [String] { (text.isEmpty ? [] : [text]) + (outside.isEmpty ? [] : ["0123456789"]) }

    private static let color = StraightRGBA8(hex: 0xC5221F)
    private static let edge = StraightRGBA8.white.withOpacity(0.85)

    package func reserved(in frame: PixelSize, text: TextEngine) -> [PixelRect] {
        let tags = TagText(size: fontSize, frame: frame, text: text)
        let foot = foot(tags, in: frame)
        return [foot?.place].compactMap(\.self) + marks(in: frame, above: foot?.place).map { $0.rect(size: fontSize) }
    }

    package func draw(on canvas: inout Canvas, in context: DrawingContext) {
        let tags = TagText(size: fontSize, frame: canvas.size, text: context.text)
        let foot = foot(tags, in: canvas.size)
        for mark in marks(in: canvas.size, above: foot?.place) {
            canvas.fill(mark.arrowhead(size: fontSize, outset: 1.5), with: Self.edge)
            canvas.fill(mark.arrowhead(size: fontSize, outset: 0), with: Self.color)
            guard mark.count > 1 else { continue }
            let number = tags.block("\(mark.count)")
            tags.draw(
                number,
                in: mark.numberPlace(number.size, size: fontSize, in: canvas.size),
                Self.color,
                on: &canvas
            )
        }
        if let foot { tags.draw(foot.block, in: foot.place, Self.color, on: &canvas) }
    }

    private func foot(_ tags: TagText, in frame: PixelSize) -> (block: TagBlock, place: PixelRect)? {
        guard !text.isEmpty else { return nil }
        let block = tags.block(text)
        return (block, block.size.rect(x: 0, y: max(Double(frame.height) - block.size.height, 0)))
    }

    /// One for all things that lie outside of the same stretch of an edge.
    private func marks(in frame: PixelSize, above foot: PixelRect?) -> [EdgeMark] {
        let marks = outside.map { EdgeMark($0, frame: frame, stretch: fontSize * 5, above: foot) }
        return Dictionary(grouping: marks, by: \.place).sorted { $0.key < $1.key }.map { _, marks in
            marks[0].counting(marks.count)
        }
    }

    package func describe(to description: inout SceneDescription) {
        description.append(outside)
        description.append(text)
        description.append(fontSize)
    }
}

/// An arrowhead at an edge of the frame.
private struct EdgeMark {
    /// Which stretch of which edge.
    struct Place: Hashable, Comparable {
        let edge: Int
        let stretch: Int

        static func < (left: Place, right: Place) -> Bool { (left.edge, left.stretch) < (right.edge, right.stretch) }
    }

    let place: Place
    private(set) var count = 1
    /// On the frame's edge.
    private let tip: PixelPoint
    /// Out of the frame; of the length 1.
    private let direction: PixelPoint

    /// `foot`: what stands at the lower edge.
    init(_ point: PixelPoint, frame: PixelSize, stretch: Double, above foot: PixelRect?) {
        let (width, height) = (Double(frame.width), Double(frame.height))
        let beyond = [-point.x, point.x - width, -point.y, point.y - height]
        let edge = beyond.indices.max { beyond[$0] < beyond[$1] } ?? 0
        let directions = [(-1.0, 0.0), (1, 0), (0, -1), (0, 1)].map(PixelPoint.init)
        direction = directions[edge]
        let isUpright = edge < 2
        let along = isUpright ? min(max(point.y, 0), height) : min(max(point.x, 0), width)
        let length = isUpright ? height : width
        let number = (along / stretch).rounded(.down)
        place = Place(edge: edge, stretch: Int(clamping: number))
        let middle = min((number + 0.5) * stretch, max(length - stretch / 2, length / 2))
        tip =
            [
                PixelPoint(x: 0, y: middle), PixelPoint(x: width, y: middle), PixelPoint(x: middle, y: 0),
                PixelPoint(x: middle, y: foot.map { middle - stretch / 4 < $0.maxX ? $0.minY : height } ?? height),
            ][edge]
    }

    func counting(_ count: Int) -> EdgeMark {
        var mark = self
        mark.count = count
        return mark
    }

    /// Its length and half of its breadth are an em and most of one.
    func arrowhead(size: Double, outset: Double) -> Path {
        let side = PixelPoint(x: -direction.y, y: direction.x)
        let start = tip - direction * (2 - outset)
        let base = tip - direction * (size + 2 + outset)
        return Path(
            points: [start, base + side * (size * 0.75 + outset * 1.6), base - side * (size * 0.75 + outset * 1.6)],
            isClosed: true
        )
    }

    /// What it takes of the frame.
    func rect(size: Double) -> PixelRect {
        let base = tip - direction * (size + 4)
        return (PixelRect(around: [tip, base]) ?? .zero).expanded(by: size * 0.85)
    }

    /// Beside the arrowhead, towards the middle of the frame.
    func numberPlace(_ number: LabelPlacement.Size, size: Double, in frame: PixelSize) -> PixelRect {
        let distance = size * 1.25 + 2 + (direction.x == 0 ? number.height : number.width) / 2
        let center = tip - direction * distance
        let place = number.rect(x: (center.x - number.width / 2).rounded(), y: (center.y - number.height / 2).rounded())
        let right = max(Double(frame.width) - number.width, 0), bottom = max(Double(frame.height) - number.height, 0)
        return number.rect(x: min(max(place.minX, 0), right), y: min(max(place.minY, 0), bottom))
    }
}
