/// Lines of one size on filled backgrounds with rounded corners.
struct TagText {
    /// The em, in pixels.
    let fontSize: Double
    private let padding: (x: Double, y: Double)
    private let metrics: FontMetrics
    private let background: LabelBackground
    private let frame: PixelSize
    private let text: TextEngine

    init(size fontSize: Double, frame: PixelSize, text: TextEngine) {
        (self.fontSize, self.frame, self.text) = (fontSize, frame, text)
        padding = ((fontSize * 0.35).rounded(), (fontSize * 0.2).rounded())
        metrics = text.metrics(size: fontSize)
        background = LabelBackground(radius: fontSize * 0.18)
    }

    /// More characters than this no frame has room for.
    private static let longestText = 512

    /// The line of `string`; where it is wider than the frame, cut so that it fits, with "…" at its end.
    func line(_ string: String) -> TextLine {
        let width = max(Double(frame.width) - padding.x * 2, 0)
        let whole = text.line(string, size: fontSize)
        // A text of nothing but marks without width fits anywhere.
        guard whole.width > width else { return whole }
        let string = string.prefix(Self.longestText)
        // As many characters as fit by their average width, then fewer until they do.
        var count = Int(clamping: Double(string.count) * width / whole.width)
        while count > 0 {
            let line = text.line(string.prefix(count) + "…", size: fontSize)
            if line.width <= width { return line }
            count -= 1
        }
        return text.line("…", size: fontSize)
    }

    /// Of a line with its background.
    func size(of line: TextLine) -> LabelPlacement.Size {
        LabelPlacement.Size(
            width: line.width.rounded(.up) + padding.x * 2,
            height: (metrics.ascent + metrics.descent).rounded(.up) + padding.y * 2
        )
    }

    /// `place` has the line's size, and lies on whole pixels, so that the text is sharp.
    func draw(_ line: TextLine, in place: PixelRect, _ color: StraightRGBA8, on canvas: inout Canvas) {
        background.draw(place, with: color, on: &canvas)
        let origin = (
            x: Int(clamping: place.minX + padding.x),
            y: Int(clamping: place.minY + padding.y + metrics.ascent.rounded(.up))
        )
        for glyph in line.glyphs {
            let offset = (x: origin.x + glyph.x, y: origin.y + glyph.y)
            canvas.fill(glyph.mask, movedBy: offset, with: color.contrastingText)
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
