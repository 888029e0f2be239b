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
        TextLine(width: width, ascent: ascent, descent: descent, inkBounds: inkBounds, glyphs: glyphs)
    }

    private var inkBounds: PixelRect {
        guard let first = glyphs.first else { return PixelRect(minX: 0, minY: 0, maxX: 0, maxY: 0) }
        return glyphs.dropFirst().reduce(into: first.bounds) { bounds, glyph in
            bounds.minX = min(bounds.minX, glyph.bounds.minX)
            bounds.minY = min(bounds.minY, glyph.bounds.minY)
            bounds.maxX = max(bounds.maxX, glyph.bounds.maxX)
            bounds.maxY = max(bounds.maxY, glyph.bounds.maxY)
        }
    }
}
