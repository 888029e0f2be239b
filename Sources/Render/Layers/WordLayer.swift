/// Texts that were read, each written into the four-sided outline that it was read in, and the order in which they were.
package struct WordLayer: Layer {
    package static let name = "words"

    package struct Word: Sendable {
        /// Four corners from the text's top left one on, clockwise as the text is read.
        package let quad: [PixelPoint]
        package let text: String
        package let color: StraightRGBA8

        package init(quad: [PixelPoint], text: String, color: StraightRGBA8) {
            (self.quad, self.text, self.color) = (quad, text, color)
        }
    }

    private let words: [Word]
    /// Of the line from word to word, in pixels.
    private let thickness: Double

    /// `words` in the order in which they were read; those without four corners are left out.
    package init(words: [Word], thickness: Double) {
        (self.words, self.thickness) = (words.filter { $0.quad.count == 4 }, thickness)
    }

    package var count: Int { words.count }
    package var texts: [String] { words.map(\.text) }

    private static let background = 0.94
    private static let edge = StraightRGBA8.black.withOpacity(0.5)

    package func draw(on canvas: inout Canvas, in context: DrawingContext) {
        for (word, next) in zip(words, words.dropFirst()) { drawOrder(from: word, to: next, on: &canvas) }
        for word in words {
            canvas.fill(Path(points: word.quad, isClosed: true), with: word.color.withOpacity(Self.background))
            let outline = context.text.outline(word.text)
            if let fit = QuadFit(word.quad, outline) {
                canvas.fill(outline.path.mapped(fit.place), with: word.color.contrastingText)
            }
        }
    }

    /// From the end of a word to the beginning of the next.
    private func drawOrder(from word: Word, to next: Word, on canvas: inout Canvas) {
        let start = (word.quad[1] + word.quad[2]) * 0.5
        let end = (next.quad[0] + next.quad[3]) * 0.5
        guard (end - start).length > thickness * 4 else { return }
        let path = Path(points: [start, end], isClosed: false)
        canvas.stroke(path, Stroke(width: thickness + 2), with: Self.edge)
        canvas.stroke(path, Stroke(width: thickness, dashes: [thickness * 2, thickness * 2]), with: next.color)
        let dot = PixelRect(x: end.x, y: end.y, width: 0, height: 0)
        canvas.fill(Path(ellipseIn: dot.expanded(by: thickness * 1.5 + 1)), with: Self.edge)
        canvas.fill(Path(ellipseIn: dot.expanded(by: thickness * 1.5)), with: next.color)
    }

    package func describe(to description: inout SceneDescription) {
        description.append(thickness)
        description.append(words.count)
        for word in words {
            description.append(word.quad)
            description.append(word.text)
            description.append(word.color)
        }
    }
}

/// How a line of text lies in a four-sided outline: as high as that, and squeezed where it is too long.
private struct QuadFit {
    private let quad: [PixelPoint]
    private let ascent, height: Double
    /// Of the outline's length that a pixel of the line takes.
    private let scale: Double

    /// `nil` where either has no extent.
    init?(_ quad: [PixelPoint], _ outline: TextOutline) {
        let length = ((quad[1] - quad[0]).length + (quad[2] - quad[3]).length) / 2
        let side = ((quad[3] - quad[0]).length + (quad[2] - quad[1]).length) / 2
        let height = outline.ascent + outline.descent
        guard length > 0, side > 0, height > 0, outline.width > 0 else { return nil }
        (self.quad, self.height, ascent) = (quad, height, outline.ascent)
        scale = min(side / height / length, 1 / outline.width)
    }

    /// Where a point of the line lies on the frame.
    func place(_ point: PixelPoint) -> PixelPoint {
        let (along, down) = (point.x * scale, (point.y + ascent) / height)
        let upper = quad[0] * (1 - along) + quad[1] * along
        let lower = quad[3] * (1 - along) + quad[2] * along
        return upper * (1 - down) + lower * down
    }
}
