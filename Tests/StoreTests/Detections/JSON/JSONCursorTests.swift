import Testing

@testable import Detections
@testable import Store

@Suite("A JSON cursor")
struct JSONCursorTests {
    @Test(
        "accepts what JSON and Python's json allow",
        arguments: [
            "0", "-0", "1.5", "-1.5e-3", "1E+10", "true", "false", "null", "NaN", "Infinity", "-Infinity", "\"\"",
            "\"a\\\"b\\\\c\\/d\\b\\f\\n\\r\\t\\u00e9\"", "\"é 漢 😀\"", "[]", "{}", " [ 1 , 2 ] ",
            "\t{\"a\"\n:\r1 , \"b\":[ ] }\n",
            "[[],{}]", "{\"\":{}}", "\"\\ud83d\\ude00\"", "\"\\ud83d\"",
        ]
    )
    func accepts(text: String) throws {
        try check(text)
    }

    @Test(
        "refuses everything else, naming what is wrong and where",
        arguments: [
            ("", .unexpectedEnd, 0), ("  ", .unexpectedEnd, 2), ("[1,2", .unexpectedEnd, 4),
            ("{\"a\"", .unexpectedEnd, 4),
            ("\"abc", .unexpectedEnd, 4), ("\"a\\", .unexpectedEnd, 3), ("\"\\u12", .unexpectedEnd, 5),
            ("x", .unexpectedByte(0x78, expected: .value), 0), ("+1", .unexpectedByte(0x2b, expected: .value), 0),
            ("[1,]", .unexpectedByte(0x5d, expected: .value), 3), ("[,1]", .unexpectedByte(0x2c, expected: .value), 1),
            ("[1 2]", .unexpectedByte(0x32, expected: .commaOrBracket), 3),
            ("{\"a\":1,}", .unexpectedByte(0x7d, expected: .key), 7),
            ("{a:1}", .unexpectedByte(0x61, expected: .key), 1),
            ("{\"a\" 1}", .unexpectedByte(0x31, expected: .colon), 5),
            ("{\"a\":1 \"b\":2}", .unexpectedByte(0x22, expected: .commaOrBrace), 7),
            ("[1}", .unexpectedByte(0x7d, expected: .commaOrBracket), 2),
            ("01", .unexpectedByte(0x31, expected: .end), 1), ("1.", .unexpectedEnd, 2),
            ("1.x", .unexpectedByte(0x78, expected: .digit), 2), ("1e", .unexpectedEnd, 2),
            ("1e+", .unexpectedEnd, 3), (".5", .unexpectedByte(0x2e, expected: .value), 0),
            ("-", .unexpectedEnd, 1), ("-NaN", .unexpectedByte(0x4e, expected: .digit), 1), ("nul", .unexpectedEnd, 3),
            ("nulL", .unexpectedByte(0x4c, expected: .value), 3), ("Nan", .unexpectedByte(0x6e, expected: .value), 2),
            ("truefalse", .unexpectedByte(0x66, expected: .end), 4),
            ("{} []", .unexpectedByte(0x5b, expected: .end), 3),
            ("\"a\nb\"", .controlCharacterInString(0x0a), 2), ("\"\\x\"", .badEscape, 1),
            ("\"\\u12g4\"", .badEscape, 1), ("\"\\u123g\"", .badEscape, 1),
            ("[\u{0}]", .unexpectedByte(0, expected: .value), 1), ("'a'", .unexpectedByte(0x27, expected: .value), 0),
        ] as [(String, JSONProblem, Int)]
    )
    func refuses(text: String, problem: JSONProblem, offset: Int) {
        #expect(throws: JSONError(problem: problem, offset: offset)) { try check(text) }
    }

    @Test("refuses nesting beyond its limit, however it is closed", arguments: ["[", "{\"a\":"])
    func depth(opening: String) throws {
        let limit = JSONCursor.depthLimit
        let closing = opening == "[" ? "]" : "}"
        let inside = opening == "[" ? "" : "1"
        func nested(_ depth: Int) -> String {
            String(repeating: opening, count: depth) + inside + String(repeating: closing, count: depth)
        }
        try check(nested(limit))
        let error = JSONError(problem: .tooDeep(limit: limit), offset: limit * opening.utf8.count)
        #expect(throws: error) { try check(nested(limit + 1)) }
        #expect(throws: error) { try check(String(repeating: opening, count: 1_000_000)) }
        // Siblings do not add up.
        try check("[" + Array(repeating: "[[]]", count: 200).joined(separator: ",") + "]")
    }

    @Test("reads members and elements in order")
    func walk() throws {
        let text = #"{"a": [1, "two", null], "b": {}, "a": true}"#
        var seen: [String] = []
        try JSONCursor.reading(Array(text.utf8)) { cursor in
            try cursor.enterObject()
            while let key = try cursor.nextKey() {
                seen.append(key == JSONKey("a") ? "a" : key == JSONKey("b") ? "b" : "?")
                guard cursor.kind == .array else {
                    try cursor.skipValue()
                    continue
                }
                try cursor.enterArray()
                while try cursor.nextElement() {
                    seen.append(cursor.kind.described)
                    try cursor.skipValue()
                }
            }
            try cursor.finish()
        }
        #expect(seen == ["a", "a number", "a string", "null", "b", "a"])
    }

    private func check(_ text: String) throws(JSONError) {
        try JSONCursor.reading(Array(text.utf8)) { cursor throws(JSONError) in
            cursor.skipWhitespace()
            try cursor.skipValue()
            try cursor.finish()
        }
    }
}
