/// One line of text on a filled background, at the upper left of the thing it names and always inside the frame.
package struct LabelLayer: Layer {
    package static let name = "labels"

    package struct Label: Sendable {
        package let text: String
        /// The bounds of the thing that the label names; the label stands above it, or inside where there is no room.
        package let anchor: PixelRect
        /// Of the background; the text is black or white, whichever reads better on it.
        package let color: StraightRGBA8

        package init(text: String, anchor: PixelRect, color: StraightRGBA8) {
            self.text = text
            self.anchor = anchor
            self.color = color
        }
    }

    private let labels: [Label]
    /// The em, in pixels.
    private let fontSize: Double
    /// How far the anchor's own outline reaches beyond it, in pixels; the label begins there.
    private let outset: Double

    package init(labels: [Label], fontSize: Double, outset: Double) {
        self.labels = labels
        self.fontSize = fontSize
        self.outset = outset
    }

    package var count: Int { labels.count }
    package var texts: [String] { labels.map(\.text) }

    /// More characters than this no frame has room for.
    private static let longestLabel = 512

    package func draw(on canvas: inout Canvas, text: TextEngine) {
        let metrics = text.metrics(size: fontSize)
        let background = LabelBackground(radius: fontSize * 0.18)
        for label in labels { draw(label, metrics, background, on: &canvas, text: text) }
    }

    private func draw(
        _ label: Label,
        _ metrics: FontMetrics,
        _ background: LabelBackground,
        on canvas: inout Canvas,
        text: TextEngine
    ) {
        let padding = (x: (fontSize * 0.35).rounded(), y: (fontSize * 0.2).rounded())
        let line = line(label.text, width: Double(canvas.size.width) - padding.x * 2, text: text)
        let width = line.width.rounded(.up) + padding.x * 2
        let height = (metrics.ascent + metrics.descent).rounded(.up) + padding.y * 2
        let place = place(width: width, height: height, at: label.anchor.expanded(by: outset), in: canvas.size)
        background.draw(place, with: label.color, on: &canvas)
        let origin = (
            x: Int(clamping: place.minX + padding.x),
            y: Int(clamping: place.minY + padding.y + metrics.ascent.rounded(.up))
        )
        for glyph in line.glyphs {
            let offset = (x: origin.x + glyph.x, y: origin.y + glyph.y)
            canvas.fill(glyph.mask, movedBy: offset, with: label.color.contrastingText)
        }
    }

    /// The line of `label`; where it is wider than `width` pixels, cut so that it fits, with "…" at its end.
    private func line(_ label: String, width: Double, text: TextEngine) -> TextLine {
        let whole = text.line(label, size: fontSize)
        // A text of nothing but marks without width fits anywhere.
        guard whole.width > max(width, 0) else { return whole }
        let label = label.prefix(Self.longestLabel)
        // As many characters as fit by their average width, then fewer until they do.
        var count = Int(clamping: Double(label.count) * max(width, 0) / whole.width)
        while count > 0 {
            let line = text.line(label.prefix(count) + "…", size: fontSize)
            if line.width <= width { return line }
            count -= 1
        }
        return text.line("…", size: fontSize)
    }

    /// On whole pixels, so that the text is sharp.
    private func place(width: Double, height: Double, at anchor: PixelRect, in size: PixelSize) -> PixelRect {
        let above = (anchor.minY - height).rounded()
        let inside = (anchor.minY + 2 * outset).rounded()
        let y = above >= 0 ? above : inside
        return PixelRect(
            x: max(min(anchor.minX.rounded(), Double(size.width) - width), 0),
            y: max(min(y, Double(size.height) - height), 0),
            width: width,
            height: height
        )
    }

    package func describe(to description: inout SceneDescription) {
        description.append(fontSize)
        description.append(outset)
        description.append(labels.count)
        for label in labels {
            description.append(label.text)
            description.append(label.anchor)
            description.append(label.color)
        }
    }
}

/// Rectangles with rounded corners, of any size but all of one radius: the corners are rasterised only once.
struct LabelBackground {
    /// In pixels.
    private let radius: Double
    /// The smallest rectangle that has all of the corners, and a row and a column without any between them.
    private let mask: CoverageMask?

    init(radius: Double) {
        self.radius = radius
        let side = radius.rounded(.up) * 2 + 1
        let smallest = PixelRect(x: 0, y: 0, width: side, height: side)
        mask = PolygonRasterizer.mask(of: Path(roundedRect: smallest, radius: radius), rule: .nonZero)
    }

    /// The sides of `rect` are whole numbers.
    func draw(_ rect: PixelRect, with color: StraightRGBA8, on canvas: inout Canvas) {
        let columns = Int(clamping: rect.minX)..<Int(clamping: rect.maxX)
        let rows = Int(clamping: rect.minY)..<Int(clamping: rect.maxY)
        if let mask, let background = StretchedMask(mask, columns: columns, rows: rows) {
            canvas.fill(background, with: color)
        } else {
            canvas.fill(Path(roundedRect: rect, radius: radius), with: color)
        }
    }
}
