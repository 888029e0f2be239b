/// One line of text, shaped and rasterised: glyphs in px around an origin at the left end of its baseline, y down.
package struct TextLine: Hashable, Sendable {
    /// From the origin to where text after it would go on.
    package let width: Double
    /// How far the fonts of the line reach above and below the baseline; at least as far as the primary font does.
    package let ascent: Double
    package let descent: Double
    /// From left to right in the order of shaping; without blank glyphs, as spaces are. They may reach beyond `width` and the
    /// origin.
    package let glyphs: [PlacedGlyph]
    /// Glyphs in colors of their own.
    package let pictures: [PlacedPicture]

    /// About how much memory the line holds, not counting that its masks are shared.
    var byteCount: Int {
        let glyphBytes = glyphs.reduce(0) { $0 + MemoryLayout<PlacedGlyph>.stride + $1.mask.byteCount }
        return MemoryLayout<TextLine>.stride + glyphBytes + pictures.reduce(0) { $0 + $1.picture.byteCount }
    }
}

/// One line of text as outlines, in px around an origin at the left end of its baseline, y down.
package struct TextOutline: Sendable {
    package let path: Path
    /// From the origin to where text after it would go on.
    package let width: Double
    /// How far the primary font reaches above and below the baseline.
    package let ascent: Double
    package let descent: Double
}

/// A line of text to which glyphs are being added from left to right.
struct UnfinishedLine {
    /// Where the next glyph's origin goes, in px.
    var width = 0.0
    var glyphs: [PlacedGlyph] = []
    var pictures: [PlacedPicture] = []
    private var ascent: Double
    private var descent: Double

    init(metrics: FontMetrics) {
        ascent = metrics.ascent
        descent = metrics.descent
    }

    mutating func makeRoom(for metrics: FontMetrics) {
        ascent = max(ascent, metrics.ascent)
        descent = max(descent, metrics.descent)
    }

    var finished: TextLine {
        TextLine(width: width, ascent: ascent, descent: descent, glyphs: glyphs, pictures: pictures)
    }
}

/// A glyph of a line: coverage to fill with the text's color.
package struct PlacedGlyph: Hashable, Sendable {
    /// The glyph as drawn at this size and sub-pixel position. Its storage is shared by all lines that hold it.
    package let mask: CoverageMask
    /// The whole pixel, relative to the line's origin, that the mask's own `x` and `y` count from: the mask's top left
    /// pixel is at (`x + mask.x`, `y + mask.y`).
    package let x: Int
    package let y: Int

    /// The mask's pixels relative to the line's origin.
    var bounds: PixelRect {
        PixelRect(
            x: Double(x + mask.x),
            y: Double(y + mask.y),
            width: Double(mask.width),
            height: Double(mask.height)
        )
    }
}

/// Makes lines of text: shapes labels and places the rasterised glyphs from left to right.
struct LineComposer {
    private var shaper: TextShaper
    /// `nil` for blank glyphs. Costs are bytes.
    private var masks = GenerationCache<GlyphKey, CoverageMask?>(capacity: 16 << 20)
    private var pictures = GenerationCache<GlyphKey, GlyphPicture?>(capacity: 16 << 20)

    init(fonts: FontStack) { shaper = TextShaper(fonts: fonts) }

    /// Why fonts were passed over so far.
    var problems: [FontProblem] { shaper.problems }

    /// What identifies the fonts that any of `texts`, or what a label is cut with and codes are written in, is drawn with; and the primary font.
    mutating func fontIdentities(of texts: [String]) -> [String] {
        let fonts = texts.reduce(into: shaper.fonts(of: "…0123456789ABCDEF").union([0])) {
            $0.formUnion(shaper.fonts(of: $1))
        }
        return fonts.sorted().map { shaper[font: $0].identity }
    }

    /// The outlines of a text within the limits of `LabelText`.
    mutating func outline(_ text: String, size: FontSize) -> TextOutline {
        var path = Path()
        var width = 0.0
        for run in shaper.shape(text) {
            let font = shaper[font: run.font]
            let scale = font.scale(at: size)
            for glyph in run.glyphs {
                let shift = PixelPoint(x: 0, y: -Double(glyph.yOffset) * scale)
                let outline = font.outline(of: glyph.id, size: size, shift: width + Double(glyph.xOffset) * scale)
                path.append(outline.mapped { $0 + shift })
                width += Double(glyph.advance) * scale
            }
        }
        let metrics = metrics(at: size)
        return TextOutline(path: path, width: width, ascent: metrics.ascent, descent: metrics.descent)
    }

    /// Of the primary font.
    func metrics(at size: FontSize) -> FontMetrics { shaper[font: 0].metrics(at: size) }

    /// The line of a text within the limits of `LabelText`.
    mutating func line(_ text: String, size: FontSize) -> TextLine {
        var line = UnfinishedLine(metrics: metrics(at: size))
        for run in shaper.shape(text) { place(run, at: size, on: &line) }
        return line.finished
    }

    /// A box with the character's number in it (hexadecimal, as Unicode writes it).
    private mutating func placeCode(of character: Unicode.Scalar, at size: FontSize, on line: inout UnfinishedLine) {
        let em = size.pixels
        let digits = String(character.value, radix: 16, uppercase: true)
        let padded = String(repeating: "0", count: max((digits.count <= 2 ? 2 : 4) - digits.count, 0)) + digits
        let stroke = max((em / 16).rounded(), 1)
        let start = (line.width + em * 0.06).rounded(.up)
        line.width = start + stroke + em * 0.06
        let raise = Int((em * 0.12).rounded())
        for run in shaper.shape(padded) where run.missing.isEmpty {
            place(run, at: FontSize(pixels: em * 0.65), raisedBy: raise, on: &line)
        }
        let end = (line.width + em * 0.06 + stroke).rounded(.up)
        let box = PixelRect(minX: start, minY: -(em * 0.76).rounded(), maxX: end, maxY: (em * 0.06).rounded(.up))
        let outline = Path(rect: box.expanded(by: -stroke / 2)).stroked(Stroke(width: stroke))
        if let mask = PolygonRasterizer.mask(of: outline, rule: .nonZero) {
            line.glyphs.append(PlacedGlyph(mask: mask, x: 0, y: 0))
        }
        line.width = end + em * 0.06
    }

    /// `raise`: above the line's own baseline, in px.
    private mutating func place(
        _ run: ShapedRun,
        at size: FontSize,
        raisedBy raise: Int = 0,
        on line: inout UnfinishedLine
    ) {
        let font = shaper[font: run.font]
        let scale = font.scale(at: size)
        line.makeRoom(for: font.metrics(at: size))
        var missing = run.missing[...]
        for glyph in run.glyphs {
            if glyph.id == 0, let character = missing.popFirst() {
                placeCode(of: character, at: size, on: &line)
                continue
            }
            let quarters = Int(clamping: ((line.width + Double(glyph.xOffset) * scale) * 4).rounded())
            let key = GlyphKey(
                font: run.font,
                glyph: glyph.id,
                size: size,
                quarter: font.hasPictures ? 0 : quarters & 3
            )
            let y = -Int(clamping: (Double(glyph.yOffset) * scale).rounded()) - raise
            if font.hasPictures {
                if let picture = picture(for: key) {
                    line.pictures.append(PlacedPicture(picture: picture, x: quarters >> 2, y: y))
                }
            } else if let mask = mask(for: key) {
                line.glyphs.append(PlacedGlyph(mask: mask, x: quarters >> 2, y: y))
            }
            line.width += Double(glyph.advance) * scale
        }
    }

    private mutating func picture(for key: GlyphKey) -> GlyphPicture? {
        if let known = pictures.value(for: key) { return known }
        let picture = shaper[font: key.font].picture(of: key.glyph, size: key.size)
        pictures.insert(picture, for: key, cost: MemoryLayout<GlyphKey>.stride + (picture?.byteCount ?? 0))
        return picture
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
