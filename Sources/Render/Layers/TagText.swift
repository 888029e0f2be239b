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
    /// Lines are wrapped where they are wider, in ems.
    private static let widestLine = 26.0

    /// The lines of `string`: at its line breaks, and between words where it is wide. What is wider or higher than the frame, or beyond the last line, is
    /// cut, with "…" at its end.
    func block(_ string: String, mostLines limit: Int = 6) -> TagBlock {
        let width = max(Double(frame.width) - padding.x * 2, 0)
        let wrapWidth = min(width, fontSize * Self.widestLine)
        var texts = string.prefix(Self.longestText * 2).split(
            omittingEmptySubsequences: false,
            whereSeparator: \.isNewline
        ).flatMap { line in
            wrapped(line, width: wrapWidth)
        }
        let fitting = Int(clamping: (Double(frame.height) - padding.y * 2) / lineHeight)
        let mostLines = max(min(fitting, limit), 1)
        if texts.count > mostLines {
            texts.removeSubrange(mostLines...)
            texts[mostLines - 1] += " …"
        }
        let lines = texts.map { text.line($0, size: fontSize, fitting: width) }
        return TagBlock(
            lines: lines,
            size: LabelPlacement.Size(
                width: (lines.map(\.width).max() ?? 0).rounded(.up) + padding.x * 2,
                height: lineHeight * Double(lines.count) + padding.y * 2
            )
        )
    }

    /// From one line to the next, in pixels.
    private var lineHeight: Double { (metrics.ascent + metrics.descent).rounded(.up) }

    /// Words as many to a line as fit into `width`.
    private func wrapped(_ string: Substring, width: Double) -> [String] {
        guard string.utf8.count > Int(Self.widestLine), string.contains(" "),
            text.line(String(string), size: fontSize).width > width
        else { return [String(string)] }
        var lines: [String] = []
        for word in string.split(separator: " ") {
            let longer = lines.last.map { "\($0) \(word)" }
            if let longer, text.line(longer, size: fontSize).width <= width {
                lines[lines.count - 1] = longer
            } else {
                lines.append(String(word))
            }
        }
        return lines
    }

    /// `place` has the block's size, and lies on whole pixels, so that the text is sharp.
    ///
    /// `hasLine`: whether a thin line runs along its sides.
    func draw(
        _ block: TagBlock,
        in place: PixelRect,
        _ color: StraightRGBA8,
        hasLine: Bool = false,
        on canvas: inout Canvas
    ) {
        background.draw(place, with: color, on: &canvas)
        if hasLine { canvas.stroke(place.expanded(by: -1.5), width: 1, with: color.contrastingText) }
        let x = Int(clamping: place.minX + padding.x)
        var y = place.minY + padding.y + metrics.ascent.rounded(.up)
        for line in block.lines {
            canvas.draw(line, x: x, y: Int(clamping: y), with: color.contrastingText)
            y += lineHeight
        }
    }
}

extension TextEngine {
    /// More characters than this no frame has room for.
    private static let longest = 512

    /// The line of `string`; where it is wider than `width` pixels, cut so that it fits, with "…" at its end.
    package func line(_ string: String, size: Double, fitting width: Double) -> TextLine {
        let whole = line(string, size: size)
        // A text of nothing but marks without width fits anywhere.
        guard whole.width > width else { return whole }
        let string = string.prefix(Self.longest)
        // As many characters as fit by their average width, then fewer until they do.
        var count = Int(clamping: Double(string.count) * width / whole.width)
        while count > 0 {
            let line = line(string.prefix(count) + "…", size: size)
            if line.width <= width { return line }
            count -= 1
        }
        return line("…", size: size)
    }
}

/// Lines that stand on one background.
struct TagBlock {
    fileprivate let lines: [TextLine]
    var isOneLine: Bool { lines.count == 1 }
    /// With its background.
    let size: LabelPlacement.Size
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
        mask = PolygonRasterizer.mask(of: Path(roundedRect: smallest, radius: radius).flattened(), rule: .nonZero)
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
