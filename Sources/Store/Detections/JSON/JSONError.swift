/// The first place at which a text stops being JSON.
struct JSONError: Error, Hashable {
    let problem: JSONProblem
    /// In bytes from the start of the text.
    let offset: Int
}

/// What is wrong with a text that should be JSON.
package enum JSONProblem: Hashable, Sendable, CustomStringConvertible {
    case unexpectedEnd
    case unexpectedByte(UInt8, expected: JSONExpectation)
    case controlCharacterInString(UInt8)
    case badEscape
    case tooDeep(limit: Int)

    package var description: String {
        switch self {
        case .unexpectedEnd: "the text ends in the middle of a value"
        case .unexpectedByte(let byte, let expected): "\(Self.shown(byte)) where \(expected.rawValue) should be"
        case .controlCharacterInString(let byte): "the control character \(Self.shown(byte)) inside a string"
        case .badEscape: "an escape that JSON does not have"
        case .tooDeep(let limit): "arrays and objects nested more than \(limit) deep"
        }
    }

    private static func shown(_ byte: UInt8) -> String {
        guard 0x21...0x7e ~= byte else { return "byte \(byte)" }
        return "'\(Character(Unicode.Scalar(byte)))'"
    }
}

/// What JSON's grammar allows at the place of an unexpected byte.
package enum JSONExpectation: String, Hashable, Sendable {
    case value = "a value"
    case key = "a key in double quotes"
    case colon = "':'"
    case commaOrBrace = "',' or '}'"
    case commaOrBracket = "',' or ']'"
    case digit = "a digit"
    case end = "the end of the text"
}

/// A place in a text, as an editor shows it and as a byte offset.
package struct TextPosition: Hashable, Sendable, CustomStringConvertible {
    /// In bytes from the start of the text.
    package let offset: Int
    /// From 1.
    package let line: Int
    /// From 1, in Unicode scalars.
    package let column: Int

    /// The place of byte `offset`, which may be the text's end, in `text`.
    package init(offset: Int, in text: [UInt8]) {
        var line = 1
        var column = 1
        for byte in text.prefix(offset) {
            if byte == UInt8(ascii: "\n") {
                line += 1
                column = 1
            } else if byte & 0xc0 != 0x80 {
                column += 1
            }
        }
        self.offset = offset
        self.line = line
        self.column = column
    }

    package var description: String { "line \(line), column \(column)" }
}
