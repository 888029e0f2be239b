/// A place in a JSON text that Postgres' `jsonb` does not take, and what stands there instead: Python writes NaN and Infinity, and some tools NUL and
/// halves of surrogate pairs in texts.
package struct JSONReplacement: Hashable, Sendable, CustomStringConvertible {
    /// Both count from 1, columns in bytes.
    package let line: Int
    package let column: Int
    package let found: String
    package let replacement: String

    package var description: String { "line \(line), column \(column): \(found) by \(replacement)" }

    /// U+FFFD, as it is escaped.
    private static let replacementCharacter = "\\ufffd"
    private static let words = ["-Infinity", "Infinity", "NaN"]

    /// `json` with such places replaced, and which they are. What is not JSON for other reasons stays as it is.
    static func all(in json: [UInt8]) -> (json: [UInt8], replacements: [JSONReplacement]) {
        var (result, replacements) = ([UInt8](), [JSONReplacement]())
        result.reserveCapacity(json.count)
        var (position, line, lineStart, isInText) = (0, 1, 0, false)
        func replace(_ count: Int, by text: String) {
            let found = String(decoding: json[position..<position + count], as: UTF8.self)
            replacements.append(
                JSONReplacement(line: line, column: position - lineStart + 1, found: found, replacement: text)
            )
            result += text.utf8
            position += count
        }
        while position < json.count {
            let byte = json[position]
            if isInText, byte == UInt8(ascii: "\\") {
                let length = Self.escapeLength(json, at: position)
                if Self.isTaken(json, at: position) {
                    result += json[position..<min(position + length, json.count)]
                    position += length
                } else {
                    replace(6, by: replacementCharacter)
                }
                continue
            }
            if byte == UInt8(ascii: "\"") { isInText.toggle() }
            if !isInText, let word = words.first(where: { json[position...].starts(with: $0.utf8) }) {
                replace(word.utf8.count, by: "null")
                continue
            }
            if byte == UInt8(ascii: "\n") { (line, lineStart) = (line + 1, position + 1) }
            result.append(byte)
            position += 1
        }
        return (result, replacements)
    }

    /// Of the escape at `position`: both halves of a surrogate pair are one.
    private static func escapeLength(_ json: [UInt8], at position: Int) -> Int {
        guard let unit = unit(json, at: position) else { return 2 }
        return 0xd800...0xdbff ~= unit && isLowHalf(json, at: position + 6) ? 12 : 6
    }

    /// Whether the escape at `position` stands for a character that Postgres has.
    private static func isTaken(_ json: [UInt8], at position: Int) -> Bool {
        guard let unit = unit(json, at: position) else { return true }
        switch unit {
        case 0, 0xdc00...0xdfff: return false
        case 0xd800...0xdbff: return isLowHalf(json, at: position + 6)
        default: return true
        }
    }

    private static func isLowHalf(_ json: [UInt8], at position: Int) -> Bool {
        unit(json, at: position).map { 0xdc00...0xdfff ~= $0 } ?? false
    }

    /// The UTF-16 unit that `\\uXXXX` at `position` stands for; `nil` where there is none.
    private static func unit(_ json: [UInt8], at position: Int) -> UInt16? {
        guard position + 6 <= json.count, json[position] == UInt8(ascii: "\\"), json[position + 1] == UInt8(ascii: "u")
        else { return nil }
        return UInt16(String(decoding: json[position + 2..<position + 6], as: UTF8.self), radix: 16)
    }
}
