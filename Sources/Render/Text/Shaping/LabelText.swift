/// A label made ready to be shaped: its scalars, on one line, and the grapheme clusters that they form.
struct LabelText {
    /// A longer label is cut here and ends in "…", so that no label takes more than a moment to draw.
    static let maximumClusters = 512
    /// Also cut here: a grapheme cluster may have any number of combining marks.
    static let maximumScalars = 4096

    private(set) var scalars: [Unicode.Scalar] = []
    /// Ranges of `scalars`, in order and without gaps.
    private(set) var clusters: [Range<Int>] = []

    /// Line breaks, tabs and other controls become a space each.
    init(_ text: String) {
        for character in text {
            let start = scalars.count
            if character.isControl {
                scalars.append(" ")
            } else {
                scalars.append(contentsOf: character.unicodeScalars)
            }
            clusters.append(start..<scalars.count)
        }
    }

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

extension Character {
    fileprivate var isControl: Bool {
        switch unicodeScalars.first?.properties.generalCategory {
        case .control, .lineSeparator, .paragraphSeparator: true
        default: false
        }
    }
}
