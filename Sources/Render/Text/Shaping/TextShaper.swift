/// Turns a label into glyphs of one or more fonts, whatever its size.
struct TextShaper {
    private var fonts: FontStack

    init(fonts: FontStack) { self.fonts = fonts }

    /// Why fonts were passed over so far.
    var problems: [FontProblem] { fonts.problems }

    /// The font that a run names by its index; the primary font is number 0.
    subscript(font index: Int) -> Font { fonts[index] }

    /// The fonts that `text` is drawn with.
    mutating func fonts(of text: String) -> Set<Int> {
        let label = LabelText(text)
        return label.clusters.reduce(into: []) { found, cluster in
            for piece in fonts.pieces(of: cluster, in: label.scalars) { found.insert(piece.font) }
        }
    }

    /// The runs of `text` from left to right; fonts are loaded as they are needed.
    mutating func shape(_ text: String) -> [ShapedRun] {
        let label = LabelText(text)
        let codePoints = label.scalars.map(\.value)
        let runs = TextItemizer.runs(of: label, codePoints: codePoints, fonts: &fonts)
        return BidirectionalText.visualOrder(of: runs.map(\.level)).map { index in
            let glyphs = fonts[runs[index].font].shaping.shape(runs[index], of: codePoints)
            let visible = glyphs.filter { !label.isInvisible($0) }
            let missing = visible.filter { $0.id == 0 }.map { label.character(at: $0.cluster) }
            return ShapedRun(font: runs[index].font, glyphs: visible, missing: missing)
        }
    }
}

/// The glyphs of one run, from left to right.
struct ShapedRun: Hashable, Sendable {
    /// Index into the font stack.
    let font: Int
    let glyphs: [ShapedGlyph]
    /// The characters that glyphs with the number 0 stand for: no font has them, or they are controls.
    let missing: [Unicode.Scalar]
}
