/// The glyphs of one run, from left to right.
struct ShapedRun: Hashable, Sendable {
    /// Index into the font stack.
    let font: Int
    let glyphs: [ShapedGlyph]
}
