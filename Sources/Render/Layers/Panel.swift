/// Lines of text on a dark background in a corner of the frame, some with a sample of a color before them.
package struct Panel: Sendable {
    package enum Corner: Int, Sendable {
        case topLeft, topRight
    }

    package enum Sample: Sendable {
        case color(StraightRGBA8)
        case badge(DifferenceLayer.Badge)
        /// `Colormap` from its beginning to its end; texts stand on either side.
        case scale(low: String, high: String, start: Double)
    }

    package struct Row: Sendable {
        package let sample: Sample?
        package let text: String

        package init(_ text: String, sample: Sample? = nil) { (self.text, self.sample) = (text, sample) }
    }

    package let rows: [Row]
    package let corner: Corner
    /// The em, in pixels.
    package let fontSize: Double

    package init(rows: [Row], corner: Corner, fontSize: Double) {
        (self.rows, self.corner, self.fontSize) = (rows, corner, fontSize)
    }

    private static let background = StraightRGBA8(hex: 0x101014).withOpacity(0.78)
    private static let textColor = StraightRGBA8(hex: 0xF4F4F0)
    /// Of a scale, in ems.
    private static let scaleWidth = 6.0

    var texts: [String] {
        rows.flatMap { row in
            guard case .scale(let low, let high, _) = row.sample else { return [row.text] }
            return [row.text, low, high]
        } + (rows.isEmpty ? [] : ["+0123456789 more"])
    }

    func draw(on canvas: inout Canvas, text: TextEngine) {
        guard let layout = layout(in: canvas.size, text) else { return }
        canvas.fill(Path(roundedRect: layout.rect, radius: fontSize * 0.25), with: Self.background)
        var y = layout.rect.minY + layout.padding
        for row in layout.rows {
            var x = layout.rect.minX + layout.padding
            for piece in layout.pieces(of: row, text) {
                draw(piece, x: x, y: y, layout, on: &canvas)
                x += piece.width
            }
            y += layout.lineHeight
        }
    }

    private func draw(_ piece: PanelPiece, x: Double, y: Double, _ layout: PanelLayout, on canvas: inout Canvas) {
        switch piece {
        case .line(let line):
            canvas.draw(line, x: Int(clamping: x), y: Int(clamping: y + layout.ascent), with: Self.textColor)
        case .gap: break
        case .sample(let color, _):
            let side = layout.sampleSide
            let top = (y + layout.ascent - side * 0.95).rounded()
            canvas.fill(
                Path(roundedRect: PixelRect(x: x, y: top, width: side, height: side), radius: side * 0.2),
                with: color.opaque
            )
        case .badge(let badge, let side):
            let top = (y + layout.ascent - side * 0.9).rounded()
            badge.draw(in: PixelRect(x: x, y: top, width: side, height: side), on: &canvas)
        case .scale(let start, let width):
            let height = layout.sampleSide
            let top = (y + layout.ascent - height * 0.95).rounded()
            for column in 0..<Int(width) {
                let part = (Double(column) + 0.5) / width
                let bar = PixelRect(x: x + Double(column), y: top, width: 1, height: height)
                canvas.fill(bar, with: Colormap.color(at: start + part * (1 - start)))
            }
        }
    }

    /// Whether signs stand before its rows, which need more room than colors.
    fileprivate var hasBadges: Bool {
        rows.contains { row in
            if case .badge? = row.sample { true } else { false }
        }
    }

    /// Where it stands; `nil` where it has no rows, or the frame no room.
    func rect(in frame: PixelSize, text: TextEngine) -> PixelRect? { layout(in: frame, text)?.rect }

    private func layout(in frame: PixelSize, _ text: TextEngine) -> PanelLayout? {
        PanelLayout(self, scaleWidth: fontSize * Self.scaleWidth, frame, text)
    }

    func describe(to description: inout SceneDescription) {
        description.append(fontSize)
        description.append(corner.rawValue)
        description.append(rows.count)
        for row in rows {
            description.append(row.text)
            switch row.sample {
            case nil: description.append(0)
            case .color(let color):
                description.append(1)
                description.append(color)
            case .badge(let badge):
                description.append(3)
                description.append(badge.rawValue)
            case .scale(let low, let high, let start):
                description.append(2)
                description.append(low)
                description.append(high)
                description.append(start)
            }
        }
    }
}

/// A part of a panel's row.
private enum PanelPiece {
    case line(TextLine)
    case gap(Double)
    case sample(StraightRGBA8, side: Double)
    case badge(DifferenceLayer.Badge, side: Double)
    case scale(start: Double, width: Double)

    /// In whole pixels.
    var width: Double {
        switch self {
        case .line(let line): line.width.rounded(.up)
        case .gap(let width), .sample(_, let width), .badge(_, let width), .scale(_, let width): width
        }
    }
}

/// The rows of a panel that the frame has room for, and where they stand.
private struct PanelLayout {
    private(set) var rows: [Panel.Row]
    private(set) var rect = PixelRect.zero
    let padding: Double
    let lineHeight: Double
    let ascent: Double
    let sampleSide: Double
    private let fontSize: Double
    private let scaleWidth: Double
    /// Of a line of text, at most.
    private let widest: Double

    init?(_ panel: Panel, scaleWidth: Double, _ frame: PixelSize, _ text: TextEngine) {
        let metrics = text.metrics(size: panel.fontSize)
        fontSize = panel.fontSize
        self.scaleWidth = scaleWidth.rounded()
        padding = (fontSize * 0.45).rounded()
        ascent = metrics.ascent.rounded(.up)
        lineHeight = (metrics.ascent + metrics.descent).rounded(.up)
        sampleSide = (fontSize * (panel.hasBadges ? 1.1 : 0.8)).rounded()
        let margin = (fontSize * 0.4).rounded()
        widest = Double(frame.width) / 2 - margin - padding * 2
        let fitting = Int(clamping: (Double(frame.height) - (margin + padding) * 2) / lineHeight)
        guard !panel.rows.isEmpty, fitting > 0, widest > fontSize else { return nil }
        rows = panel.rows
        if rows.count > fitting {
            rows = Array(rows.prefix(fitting - 1))
            rows.append(Panel.Row("+\(panel.rows.count - rows.count) more"))
        }
        let width = rows.map { row in pieces(of: row, text).reduce(0) { $0 + $1.width } }.max() ?? 0
        let size = (width: width + padding * 2, height: lineHeight * Double(rows.count) + padding * 2)
        let x = panel.corner == .topLeft ? margin : Double(frame.width) - margin - size.width
        rect = PixelRect(x: x, y: margin, width: size.width, height: size.height)
    }

    /// From left to right.
    func pieces(of row: Panel.Row, _ text: TextEngine) -> [PanelPiece] {
        let gap = PanelPiece.gap((fontSize * 0.4).rounded())
        let line = PanelPiece.line(line(row.text, text))
        switch row.sample {
        case nil: return [line]
        case .color(let color): return [.sample(color, side: sampleSide), gap, line]
        case .badge(let badge): return [.badge(badge, side: sampleSide), gap, line]
        case .scale(let low, let high, let start):
            let ends = [low, high].map { PanelPiece.line(self.line($0, text)) }
            return [line, gap, ends[0], gap, .scale(start: start, width: scaleWidth), gap, ends[1]]
        }
    }

    private func line(_ string: String, _ text: TextEngine) -> TextLine {
        text.line(string, size: fontSize, fitting: widest)
    }
}

/// What the picture is of, in a corner.
package struct HUDLayer: Layer {
    package static let name = "hud"
    private let panel: Panel

    package init(_ panel: Panel) { self.panel = panel }

    package var count: Int { panel.rows.count }
    package var texts: [String] { panel.texts }

    package func reserved(in frame: PixelSize, text: TextEngine) -> [PixelRect] {
        panel.rect(in: frame, text: text).map { [$0] } ?? []
    }

    package func draw(on canvas: inout Canvas, in context: DrawingContext) {
        panel.draw(on: &canvas, text: context.text)
    }

    package func describe(to description: inout SceneDescription) { panel.describe(to: &description) }
}

/// What the colors on the picture mean, in a corner.
package struct LegendLayer: Layer {
    package static let name = "legend"
    private let panel: Panel

    package init(_ panel: Panel) { self.panel = panel }

    package var count: Int { panel.rows.count }
    package var texts: [String] { panel.texts }

    package func reserved(in frame: PixelSize, text: TextEngine) -> [PixelRect] {
        panel.rect(in: frame, text: text).map { [$0] } ?? []
    }

    package func draw(on canvas: inout Canvas, in context: DrawingContext) {
        panel.draw(on: &canvas, text: context.text)
    }

    package func describe(to description: inout SceneDescription) { panel.describe(to: &description) }
}
