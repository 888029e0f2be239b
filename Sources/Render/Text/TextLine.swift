/// One line of text, shaped and rasterised: glyphs in px around an origin at the left end of its baseline, y down.
package struct TextLine: Hashable, Sendable {
    /// From the origin to where text after it would go on.
    package let width: Double
    /// How far the fonts of the line reach above and below the baseline; at least as far as the primary font does.
    package let ascent: Double
    package let descent: Double
    /// The pixels that glyphs touch, which may reach beyond `width` and the origin; empty where all is blank.
    package let inkBounds: PixelRect
    /// From left to right in the order of shaping; without blank glyphs, as spaces are.
    package let glyphs: [PlacedGlyph]

    /// About how much memory the line holds, not counting that its masks are shared.
    var byteCount: Int {
        let glyphBytes = glyphs.reduce(0) { $0 + MemoryLayout<PlacedGlyph>.stride + $1.mask.byteCount }
        return MemoryLayout<TextLine>.stride + glyphBytes
    }
}
