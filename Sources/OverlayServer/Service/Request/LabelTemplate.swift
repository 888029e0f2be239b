import Render

/// What labels say: text with a detection's fields in braces, such as `{label} {confidence:.0%} #{track_id}`.
///
/// A word (what stands between blanks) whose fields are all missing from a detection is left out, and so is a line that is then empty.
struct LabelTemplate: Hashable, Sendable {
    enum Field: Hashable, Sendable {
        case label, text, confidence, id, status, reason, age
        case classID, trackID
        /// A member of `attributes`, by its path.
        case attribute([String])
    }

    /// How a number is written.
    enum Format: Hashable, Sendable {
        case plain
        case decimals(Int)
        case percent(decimals: Int)
    }

    enum Piece: Hashable, Sendable {
        case text(String)
        case field(Field, Format)
    }

    typealias Word = [Piece]

    let lines: [[Word]]

    /// Every field by its name in a template, but for attributes.
    static let fields: [String: Field] = [
        "label": .label, "text": .text, "confidence": .confidence, "id": .id, "status": .status, "reason": .reason,
        "age": .age,
        "class_id": .classID, "track_id": .trackID,
    ]
    static let attributePrefix = "attributes."
    static let longest = 200

    /// What it takes, in words.
    static let allowed =
        "text with fields in braces, as in \"{label} {confidence:.0%} #{track_id}\": any of "
        + "\(fields.keys.sorted().joined(separator: ", ")) and attributes.<name>, numbers with :.2f or :.0%; \\n for a new line, {{ and }} for braces; "
        + "at most \(longest) characters"

    /// `nil` where a brace stands alone, or a field or its format is not known.
    init?(_ template: String) {
        guard template.count <= Self.longest, !template.isEmpty else { return nil }
        let text = template.replacing("\\n", with: "\n")
        var pieces: [Piece] = []
        var rest = text[...]
        while let character = rest.popFirst() {
            switch character {
            case "{" where rest.first == "{", "}" where rest.first == "}":
                rest.removeFirst()
                pieces.append(.text(String(character)))
            case "{":
                guard let end = rest.firstIndex(of: "}"), let piece = Self.field(rest[..<end]) else { return nil }
                pieces.append(piece)
                rest = rest[rest.index(after: end)...]
            case "}": return nil
            default: pieces.append(.text(String(character)))
            }
        }
        lines = pieces.split(omittingEmptySubsequences: false, whereSeparator: \.isLineBreak).map { line in
            line.split(whereSeparator: \.isBlank).map(Array.init)
        }
    }

    private static func field(_ text: Substring) -> Piece? {
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        guard let format = parts.count == 1 ? .plain : format(parts[1]) else { return nil }
        if let field = fields[String(parts[0])] { return .field(field, format) }
        guard parts[0].hasPrefix(attributePrefix) else { return nil }
        let path = parts[0].dropFirst(attributePrefix.count).split(separator: ".", omittingEmptySubsequences: false)
        return path.contains("") ? nil : .field(.attribute(path.map(String.init)), format)
    }

    /// `.2f` or `.0%`, as Python has them.
    private static func format(_ text: Substring) -> Format? {
        guard text.count == 3, text.first == ".", let decimals = text.dropFirst().first?.wholeNumberValue else {
            return nil
        }
        switch text.last {
        case "f": return .decimals(decimals)
        case "%": return .percent(decimals: decimals)
        default: return nil
        }
    }

    /// Whether any of its fields is an attribute.
    var hasAttributes: Bool {
        lines.joined().joined().contains { piece in
            if case .field(.attribute, _) = piece { true } else { false }
        }
    }
}

extension LabelTemplate.Piece {
    fileprivate var isLineBreak: Bool { if case .text(let text) = self { text.allSatisfy(\.isNewline) } else { false } }
    fileprivate var isBlank: Bool { if case .text(let text) = self { text.allSatisfy(\.isWhitespace) } else { false } }
}

/// What it says of detections.
extension LabelTemplate {
    /// `value` gives a field's, as text or as a number; `nil` where the detection has none.
    func text(_ value: (Field) -> JSONValue?) -> String {
        lines.map { line in
            line.compactMap { Self.text(of: $0, value) }.joined(separator: " ")
        }.filter { !$0.isEmpty }.joined(separator: "\n")
    }

    /// `nil` where all fields of the word are missing, and it has some.
    private static func text(of word: Word, _ value: (Field) -> JSONValue?) -> String? {
        var (text, isMissing, isFound) = ("", false, false)
        for piece in word {
            switch piece {
            case .text(let part): text += part
            case .field(let field, let format):
                let part = value(field).flatMap { format.text(of: $0, in: field) }
                (isMissing, isFound) = (isMissing || part == nil, isFound || part != nil)
                text += part ?? ""
            }
        }
        return isMissing && !isFound ? nil : text
    }
}

extension LabelTemplate.Format {
    fileprivate func text(of value: JSONValue, in field: LabelTemplate.Field) -> String? {
        guard let number = value.number else { return value.plainText }
        switch self {
        case .plain where field == .confidence: return Self.fixed(number, decimals: 2)
        case .plain: return value.plainText
        case .decimals(let decimals): return Self.fixed(number, decimals: decimals)
        case .percent(let decimals): return Self.fixed(number * 100, decimals: decimals) + "%"
        }
    }

    /// As C's `%.nf`, but that halves are rounded away from zero.
    static func fixed(_ value: Double, decimals: Int) -> String {
        let scale = (0..<decimals).reduce(1.0) { scale, _ in scale * 10 }
        let scaled = (value * scale).rounded()
        guard abs(scaled) < 1e15 else { return String(value) }
        let digits = String(Int(clamping: abs(scaled)))
        let padded = String(repeating: "0", count: max(decimals + 1 - digits.count, 0)) + digits
        let whole = (scaled < 0 ? "-" : "") + padded.dropLast(decimals)
        return decimals == 0 ? whole : whole + "." + padded.suffix(decimals)
    }
}
