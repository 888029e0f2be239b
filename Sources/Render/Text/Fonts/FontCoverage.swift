/// How well a font can draw a grapheme cluster, the better way first.
enum FontCoverage: CaseIterable {
    /// With glyphs made for its characters, or for what they compose to.
    case whole
    /// From the parts of its characters: a letter and its accents, or the jamo of a Hangul syllable side by side.
    case decomposed
}
