/// A loaded font: shaping and outlines of the same bytes.
final class Font {
    let shaping: ShapingFont
    private let outlines: OutlineFace
    /// Names the file's bytes.
    let identity: String
    /// At most one for each of the sizes that `FontSize` can have.
    private var knownMetrics: [FontSize: FontMetrics] = [:]

    init(_ source: FontSource) throws(FontProblem) {
        let bytes: FontBytes
        do {
            let file = try source.load()
            identity = source.identify(file)
            bytes = FontBytes(file)
        } catch {
            throw .unreadable(font: source.name, reason: "\(error)")
        }
        outlines = try OutlineFace(bytes, name: source.name)
        shaping = try ShapingFont(bytes, name: source.name)
    }

    /// How many px a font unit has.
    func scale(at size: FontSize) -> Double { size.pixels / Double(shaping.unitsPerEm) }

    func metrics(at size: FontSize) -> FontMetrics {
        if let known = knownMetrics[size] { return known }
        let metrics = FontMetrics(
            ascent: max(Double(outlines.ascender) * scale(at: size), 0),
            descent: max(Double(-outlines.descender) * scale(at: size), 0)
        )
        knownMetrics[size] = metrics
        return metrics
    }

    /// Whether the font can draw all of a grapheme cluster, be it as another, equivalent sequence.
    func covers(_ cluster: Range<Int>, of scalars: [Unicode.Scalar], as coverage: FontCoverage) -> Bool {
        if scalars[cluster].allSatisfy({ isInvisible($0) || isDrawable(shaping.glyph(for: $0)) }) { return true }
        let script = ShapingFont.script(of: scalars[cluster.lowerBound])
        let run = TextRun(scalars: 0..<cluster.count, level: 0, script: script, font: 0)
        let glyphs = shaping.shape(run, of: scalars[cluster].map(\.value))
        let isWhole = glyphs.count <= cluster.count
        return (isWhole || coverage == .decomposed) && glyphs.allSatisfy { isDrawable($0.id) }
    }

    /// The glyph's coverage with its origin at (`shift`, 0), in px; `nil` where it is blank.
    func mask(of glyph: UInt32, size: FontSize, shift: Double) -> CoverageMask? {
        PolygonRasterizer.mask(of: outlines.path(of: glyph, size: size, shift: shift).flattened(), rule: .nonZero)
    }

    /// Whether its glyphs have colors of their own.
    var hasPictures: Bool { outlines.hasPictures }

    /// The glyph in its colors; `nil` where it has none.
    func picture(of glyph: UInt32, size: FontSize) -> GlyphPicture? { outlines.picture(of: glyph, size: size) }

    /// The glyph's outline with its origin at (`shift`, 0), in px, y down.
    func outline(of glyph: UInt32, size: FontSize, shift: Double) -> Path {
        outlines.path(of: glyph, size: size, shift: shift)
    }

    private func isInvisible(_ scalar: Unicode.Scalar) -> Bool { scalar.properties.isDefaultIgnorableCodePoint }

    private func isDrawable(_ glyph: UInt32) -> Bool {
        if outlines.hasPictures { return glyph != 0 && outlines.hasPicture(glyph) }
        return glyph != 0 && (!outlines.hasColour || outlines.hasOutline(glyph))
    }
}

/// How far a font reaches from the baseline at some size; all in px, all positive.
package struct FontMetrics: Hashable, Sendable {
    /// From the baseline up to the top of a line.
    package let ascent: Double
    /// From the baseline down to the bottom of a line.
    package let descent: Double
}

/// The em of a font in 1/64 px, the step in which FreeType scales; in `FontSize.range`.
struct FontSize: Hashable, Sendable {
    /// Sizes outside are taken as the nearer end. The upper end bounds the memory that one glyph takes.
    static let range = 1.0...256.0

    let sixtyFourths: Int

    /// `pixels` is rounded to 1/64 px; what is no number becomes the least size.
    init(pixels: Double) {
        let clamped = pixels.isNaN ? Self.range.lowerBound : pixels.clamped(to: Self.range)
        sixtyFourths = Int(clamping: (clamped * 64).rounded())
    }

    var pixels: Double { Double(sixtyFourths) / 64 }
}

extension Double {
    fileprivate func clamped(to range: ClosedRange<Double>) -> Double {
        min(max(self, range.lowerBound), range.upperBound)
    }
}
