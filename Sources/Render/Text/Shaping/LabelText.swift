/// A label made ready to be shaped: its scalars, on one line, and the grapheme clusters that they form.
struct LabelText {
    /// A longer label is cut here and ends in "…", so that no label takes more than a moment to draw.
    static let maximumClusters = 512
    /// Also cut here: a grapheme cluster may have any number of combining marks.
    static let maximumScalars = 4096

    private(set) var scalars: [Unicode.Scalar] = []
    /// Ranges of `scalars`, in order and without gaps.
    private(set) var clusters: [Range<Int>] = []
    /// Characters that do something to a text instead of being part of it, by their places in `scalars`.
    private var controls: [Int: Unicode.Scalar] = [:]

    /// In a control's place: a character that no font has, and that does nothing.
    private static let placeholder: Unicode.Scalar = "\u{FFFF}"

    /// Controls, line breaks among them, and what overrides the direction of text are shown, not obeyed.
    init(_ text: String) {
        for character in text {
            let start = scalars.count
            for scalar in character.unicodeScalars {
                if scalar.isControl { controls[scalars.count] = scalar }
                scalars.append(scalar.isControl ? Self.placeholder : scalar)
            }
            clusters.append(start..<scalars.count)
        }
    }

    /// What stands at a place, be it a control.
    func character(at index: Int) -> Unicode.Scalar { controls[index] ?? scalars[index] }

    /// Whether the glyph is the box of a font that lacks a character which nobody is meant to see.
    func isInvisible(_ glyph: ShapedGlyph) -> Bool {
        glyph.id == 0 && scalars[glyph.cluster].properties.isDefaultIgnorableCodePoint
    }

    /// `text`, or its head and "…" where it is longer than the limits.
    static func shortened(_ text: String) -> String {
        guard text.utf8.count > maximumClusters else { return text }
        let head = String(text.unicodeScalars.prefix(maximumScalars)).prefix(maximumClusters)
        return head.utf8.count < text.utf8.count ? head + "…" : text
    }
}

extension Unicode.Scalar {
    /// Also embeddings, overrides and isolates (UAX 9, 2), with which a text can look like another.
    fileprivate var isControl: Bool {
        switch properties.generalCategory {
        case .control, .lineSeparator, .paragraphSeparator: true
        default: "\u{202A}"..."\u{202E}" ~= self || "\u{2066}"..."\u{2069}" ~= self
        }
    }
}
