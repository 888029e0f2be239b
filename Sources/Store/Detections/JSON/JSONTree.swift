/// A JSON value as a whole, for texts that are translated; those in the canonical shape are never made one.
indirect enum JSONTree: Hashable, Sendable {
    /// Of a member that is named twice the last one counts.
    case object([String: JSONTree])
    case array([JSONTree])
    case string(String)
    case integer(Int)
    /// Also NaN and infinite.
    case number(Double)
    case boolean(Bool)
    case null

    /// The value that all of `text` is.
    init(_ text: [UInt8]) throws(JSONError) {
        self = try JSONCursor.reading(text) { cursor throws(JSONError) in
            cursor.skipWhitespace()
            let tree = try JSONTree(&cursor)
            try cursor.finish()
            return tree
        }
    }

    private init(_ cursor: inout JSONCursor) throws(JSONError) {
        switch cursor.kind {
        case .object:
            var members: [String: JSONTree] = [:]
            try cursor.enterObject()
            while let name = try cursor.nextName() { members[name] = try JSONTree(&cursor) }
            self = .object(members)
        case .array:
            var elements: [JSONTree] = []
            try cursor.enterArray()
            while try cursor.nextElement() { elements.append(try JSONTree(&cursor)) }
            self = .array(elements)
        case .string: self = .string(try cursor.readString())
        case .number:
            let number = try cursor.readNumber()
            self = number.integer.map(JSONTree.integer) ?? .number(number.value)
        case .boolean:
            self = .boolean(cursor.byte == UInt8(ascii: "t"))
            try cursor.skipValue()
        case .null:
            try cursor.skipValue()
            self = .null
        }
    }

    /// A member of an object; `nil` where there is none, or it is `null`.
    subscript(name: String) -> JSONTree? {
        guard case .object(let members) = self, let member = members[name], member != .null else { return nil }
        return member
    }

    var elements: [JSONTree]? { if case .array(let elements) = self { elements } else { nil } }
    var members: [String: JSONTree]? { if case .object(let members) = self { members } else { nil } }
    var text: String? { if case .string(let text) = self { text } else { nil } }

    /// A number, or the text of one.
    var double: Double? {
        switch self {
        case .integer(let integer): Double(integer)
        case .number(let number): number
        case .string(let text): Double(text.filter { $0 != " " })
        default: nil
        }
    }

    /// A whole number, or the text of one.
    var whole: Int? {
        switch self {
        case .integer(let integer): integer
        case .number(let number): Int(exactly: number)
        case .string(let text): Int(text)
        default: nil
        }
    }

    /// The numbers of an array of nothing else.
    var doubles: [Double]? {
        guard let elements else { return nil }
        let numbers = elements.compactMap(\.double)
        return numbers.count == elements.count ? numbers : nil
    }

    static func numbers(_ numbers: [Double]) -> JSONTree { .array(numbers.map(JSONTree.number)) }

    /// Points as pairs.
    static func points(_ points: [(x: Double, y: Double)]) -> JSONTree {
        .array(points.map { .numbers([$0.x, $0.y]) })
    }

    /// Appends its text, as the canonical shape has it.
    func write(to text: inout String) {
        switch self {
        case .object(let members):
            text += "{"
            for (index, name) in members.keys.sorted().enumerated() {
                text += index == 0 ? "" : ","
                JSONTree.string(name).write(to: &text)
                text += ":"
                members[name]?.write(to: &text)
            }
            text += "}"
        case .array(let elements):
            text += "["
            for (index, element) in elements.enumerated() {
                text += index == 0 ? "" : ","
                element.write(to: &text)
            }
            text += "]"
        case .string(let string): Self.write(string, to: &text)
        case .integer(let integer): text += "\(integer)"
        case .number(let number):
            if number.isFinite {
                text += number.shown
            } else {
                text += number.isNaN ? "NaN" : number < 0 ? "-Infinity" : "Infinity"
            }
        case .boolean(let boolean): text += "\(boolean)"
        case .null: text += "null"
        }
    }

    private static func write(_ string: String, to text: inout String) {
        text += "\""
        for scalar in string.unicodeScalars {
            switch scalar {
            case "\"": text += "\\\""
            case "\\": text += "\\\\"
            case "\u{0}"..."\u{1f}":
                let digits = String(scalar.value, radix: 16)
                text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: text.unicodeScalars.append(scalar)
            }
        }
        text += "\""
    }
}
