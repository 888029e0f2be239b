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

    /// About how much memory the line holds, not counting that its masks are shared.
    var byteCount: Int {
        let glyphBytes = glyphs.reduce(0) { $0 + MemoryLayout<PlacedGlyph>.stride + $1.mask.byteCount }
        return MemoryLayout<TextLine>.stride + glyphBytes
    }
}

/// A line of text to which glyphs are being added from left to right.
struct UnfinishedLine {
    /// Where the next glyph's origin goes, in px.
    var width = 0.0
    var glyphs: [PlacedGlyph] = []
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
        TextLine(width: width, ascent: ascent, descent: descent, glyphs: glyphs)
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
