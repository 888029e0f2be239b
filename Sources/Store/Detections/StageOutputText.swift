/// The text of a stage output as files have it, made UTF-8.
struct StageOutputText {
    let json: [UInt8]
    /// What was changed that a person should know.
    var warnings: [Warning] = []

    /// Takes away a byte order mark, decodes UTF-16 that begins with one, and puts U+FFFD in the place of bytes that are no text.
    init(_ bytes: [UInt8]) {
        if bytes.starts(with: [0xff, 0xfe]) || bytes.starts(with: [0xfe, 0xff]) {
            json = Self.utf8(ofUTF16: bytes)
        } else {
            let text = bytes.starts(with: [0xef, 0xbb, 0xbf]) ? Array(bytes.dropFirst(3)) : bytes
            do {
                _ = try UTF8Span(validating: text.span)
                json = text
            } catch {
                let place = TextPosition(offset: error.byteOffsets.lowerBound, in: text)
                let detail =
                    "bytes that are not UTF-8 stand for \u{fffd}; the first is at \(place) (byte \(place.offset))"
                warnings = [Warning(.textDamaged, detail)]
                json = Array(String(decoding: text, as: UTF8.self).utf8)
            }
        }
    }

    private static func utf8(ofUTF16 bytes: [UInt8]) -> [UInt8] {
        let isLittle = bytes[0] == 0xff
        let units = stride(from: 2, to: bytes.count - 1, by: 2).map { index in
            let (first, second) = (UInt16(bytes[index]), UInt16(bytes[index + 1]))
            return isLittle ? second << 8 | first : first << 8 | second
        }
        return Array(String(decoding: units, as: UTF16.self).utf8)
    }

    /// JSON Lines as an array of their values; `nil` where the text is not several objects one after the other.
    static func array(ofLines json: [UInt8]) -> [UInt8]? {
        var ranges: [Range<Int>] = []
        do throws(JSONError) {
            try JSONCursor.reading(json) { cursor throws(JSONError) in
                cursor.skipWhitespace()
                while !cursor.isAtEnd {
                    guard cursor.kind == .object else { throw cursor.unexpected(.value) }
                    ranges.append(try cursor.skipRange())
                    cursor.skipWhitespace()
                }
            }
        } catch {
            return nil
        }
        guard ranges.count > 1 else { return nil }
        return [UInt8(ascii: "[")] + ranges.map { json[$0] }.joined(separator: [UInt8(ascii: ",")]) + [
            UInt8(ascii: "]")
        ]
    }
}
