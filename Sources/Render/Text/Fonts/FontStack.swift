/// The fonts of a text engine, asked in order; all but the first usable one are loaded when they are first needed.
struct FontStack {
    /// Why fonts were passed over, in the order in which they were tried.
    private(set) var problems: [FontProblem] = []
    private var loaded: [Font] = []
    private var waiting: ArraySlice<FontSource>
    /// Fonts of emoji, which these come from before all others.
    private var waitingEmoji: ArraySlice<FontSource>
    private var emoji: Font?

    /// What runs and glyphs call the font of emoji.
    static let emojiIndex = -1

    /// Loads the first font that can be used; throws where there is none.
    init(_ sources: [FontSource]) throws(TextError) {
        waiting = sources.filter { !$0.isOfEmoji }[...]
        waitingEmoji = sources.filter(\.isOfEmoji)[...]
        guard font(at: 0) != nil else { throw .noUsableFont(problems) }
    }

    /// The font that a run or a glyph names by its index; the primary font is number 0.
    subscript(index: Int) -> Font { index == Self.emojiIndex ? emoji ?? loaded[0] : loaded[index] }

    /// Cuts a grapheme cluster where its font changes: it stays whole in the first font that covers it. Where no font
    /// does, each of its characters gets the first font that has it, or the primary font's box for what is missing.
    mutating func pieces(of cluster: Range<Int>, in scalars: [Unicode.Scalar]) -> [(scalars: Range<Int>, font: Int)] {
        let isEmoji = scalars[cluster].contains { $0.properties.isEmojiPresentation || $0 == "\u{FE0F}" }
        if isEmoji, emojiFont()?.covers(cluster, of: scalars, as: .whole) ?? false {
            return [(cluster, Self.emojiIndex)]
        }
        if let font = index(covering: cluster, of: scalars) { return [(cluster, font)] }
        return cluster.map { position in
            let scalar = position..<position + 1
            return (scalar, index(covering: scalar, of: scalars) ?? 0)
        }
    }

    /// The first that can be used; `nil` where there is none.
    private mutating func emojiFont() -> Font? {
        while emoji == nil, let source = waitingEmoji.popFirst() {
            do throws(FontProblem) {
                emoji = try Font(source)
            } catch {
                problems.append(error)
            }
        }
        return emoji
    }

    private mutating func index(covering cluster: Range<Int>, of scalars: [Unicode.Scalar]) -> Int? {
        for coverage in FontCoverage.allCases {
            var index = 0
            while let font = font(at: index) {
                if font.covers(cluster, of: scalars, as: coverage) { return index }
                index += 1
            }
        }
        return nil
    }

    private mutating func font(at index: Int) -> Font? {
        while index >= loaded.count, let source = waiting.popFirst() {
            do throws(FontProblem) {
                loaded.append(try Font(source))
            } catch {
                problems.append(error)
            }
        }
        return index < loaded.count ? loaded[index] : nil
    }
}

/// How well a font can draw a grapheme cluster, the better way first.
enum FontCoverage: CaseIterable {
    /// With glyphs made for its characters, or for what they compose to.
    case whole
    /// From the parts of its characters: a letter and its accents, or the jamo of a Hangul syllable side by side.
    case decomposed
}

/// A font file that is read when it is first needed.
package struct FontSource: Sendable {
    /// What problems call the font: a file name, say.
    package let name: String
    /// Reads the whole file: TrueType or OpenType; of a collection the first font is used.
    package let load: @Sendable () throws -> [UInt8]
    /// A name for the file's bytes, equal for equal ones.
    package let identify: @Sendable ([UInt8]) -> String
    /// Whether emoji come from it before all other fonts.
    package let isOfEmoji: Bool

    package init(
        name: String,
        isOfEmoji: Bool = false,
        identify: @escaping @Sendable ([UInt8]) -> String = { "\($0.count)" },
        load: @escaping @Sendable () throws -> [UInt8]
    ) {
        self.name = name
        self.isOfEmoji = isOfEmoji
        self.load = load
        self.identify = identify
    }
}

/// Why a font is not used.
package enum FontProblem: Error, Hashable, Sendable, CustomStringConvertible {
    /// Its bytes could not be read.
    case unreadable(font: String, reason: String)
    /// Its bytes are no TrueType or OpenType font.
    case malformed(font: String, reason: String)
    /// It has bitmaps only, as many color emoji fonts do.
    case noOutlines(font: String)

    package var description: String {
        switch self {
        case .unreadable(let font, let reason): "font \(font) cannot be read: \(reason)"
        case .malformed(let font, let reason): "font \(font) is not a TrueType or OpenType font: \(reason)"
        case .noOutlines(let font): "font \(font) has no outlines"
        }
    }
}
