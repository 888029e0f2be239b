/// What a glyph's mask depends on.
struct GlyphKey: Hashable, Sendable {
    /// Index into the font stack.
    let font: Int
    let glyph: UInt32
    let size: FontSize
    /// How far right of a whole pixel the glyph's origin lies, in quarters of a pixel: 0…3.
    let quarter: Int
}
