/// Makes lines of text: shapes labels and places the rasterised glyphs from left to right.
struct LineComposer {
    private var shaper: TextShaper
    /// `nil` for blank glyphs. Costs are bytes.
    private var masks = GenerationCache<GlyphKey, CoverageMask?>(capacity: 16 << 20)

    init(fonts: FontStack) { shaper = TextShaper(fonts: fonts) }

    /// Why fonts were passed over so far.
    var problems: [FontProblem] { shaper.problems }

    /// What identifies the fonts that any of `texts`, or what a label is cut with, is drawn with; and the primary font.
    mutating func fontIdentities(of texts: [String]) -> [String] {
        let fonts = texts.reduce(into: shaper.fonts(of: "…").union([0])) { $0.formUnion(shaper.fonts(of: $1)) }
        return fonts.sorted().map { shaper[font: $0].identity }
    }

    /// Of the primary font.
    func metrics(at size: FontSize) -> FontMetrics { shaper[font: 0].metrics(at: size) }

    /// The line of a text within the limits of `LabelText`.
    mutating func line(_ text: String, size: FontSize) -> TextLine {
        var line = UnfinishedLine(metrics: metrics(at: size))
        for run in shaper.shape(text) { place(run, at: size, on: &line) }
        return line.finished
    }

    private mutating func place(_ run: ShapedRun, at size: FontSize, on line: inout UnfinishedLine) {
        let font = shaper[font: run.font]
        let scale = font.scale(at: size)
        line.makeRoom(for: font.metrics(at: size))
        for glyph in run.glyphs {
            let quarters = Int(clamping: ((line.width + Double(glyph.xOffset) * scale) * 4).rounded())
            let key = GlyphKey(font: run.font, glyph: glyph.id, size: size, quarter: quarters & 3)
            if let mask = mask(for: key) {
                let y = -Int(clamping: (Double(glyph.yOffset) * scale).rounded())
                line.glyphs.append(PlacedGlyph(mask: mask, x: quarters >> 2, y: y))
            }
            line.width += Double(glyph.advance) * scale
        }
    }

    private mutating func mask(for key: GlyphKey) -> CoverageMask? {
        if let known = masks.value(for: key) { return known }
        let shift = Double(key.quarter) / 4
        let mask = shaper[font: key.font].mask(of: key.glyph, size: key.size, shift: shift)
        masks.insert(mask, for: key, cost: MemoryLayout<GlyphKey>.stride + (mask?.byteCount ?? 0))
        return mask
    }
}

/// What a glyph's mask depends on.
struct GlyphKey: Hashable, Sendable {
    /// Index into the font stack.
    let font: Int
    let glyph: UInt32
    let size: FontSize
    /// How far right of a whole pixel the glyph's origin lies, in quarters of a pixel: 0…3.
    let quarter: Int
}

extension CoverageMask {
    /// About how much memory the mask holds.
    var byteCount: Int { MemoryLayout<CoverageMask>.stride + coverage.count }
}
