/// A glyph where the shaper put it; distances are in font units, y up.
struct ShapedGlyph: Hashable, Sendable {
    /// The glyph's number in its font; 0 is the box for a missing character.
    let id: UInt32
    /// The index of the first scalar, in the whole text, of the characters that the glyph stands for.
    let cluster: Int
    let advance: Int
    let xOffset: Int
    let yOffset: Int
}
