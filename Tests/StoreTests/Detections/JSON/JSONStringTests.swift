import Testing

@testable import Detections
@testable import Store

@Suite("JSON strings")
struct JSONStringTests {
    @Test(
        "are read with their escapes",
        arguments: [
            (#""""#, ""), (#""plain""#, "plain"), (#""a\"b\\c\/d""#, "a\"b\\c/d"),
            (#""\b\f\n\r\t""#, "\u{8}\u{c}\n\r\t"),
            (#""\u0041\u00e9\u6f22""#, "Aé漢"), (#""\ud83d\ude00!""#, "😀!"), (#""\uD83D\uDE00""#, "😀"),
            (#""\ud83d""#, "\u{fffd}"), (#""\ud83dx""#, "\u{fffd}x"), (#""\ude00\ud83d""#, "\u{fffd}\u{fffd}"),
            (#""\ud83d\u0041""#, "\u{fffd}A"), (#""\u0000""#, "\u{0}"), (#""é漢😀\n""#, "é漢😀\n"),
            (#""\\u0041""#, "\\u0041"),
        ]
    )
    func escapes(json: String, text: String) throws {
        #expect(try JSONCursor.reading(Array(json.utf8)) { try $0.readString() } == text)
    }

    @Test("end at the first quotation mark, and not at an escaped one, at every length and place")
    func scanning() throws {
        for length in 0...40 {
            for place in 0...length {
                let before = String(repeating: "é", count: place / 2) + String(repeating: "x", count: place % 2)
                let after = String(repeating: "y", count: length - place)
                for special in [#"\""#, #"\\"#, #"\n"#, "]"] {
                    let json = "[\"\(before)\(special)\(after)\",7]"
                    let text = try JSONCursor.reading(Array(json.utf8)) { cursor in
                        try cursor.enterArray()
                        _ = try cursor.nextElement()
                        let text = try cursor.readString()
                        _ = try cursor.nextElement()
                        let seven = try cursor.readNumber().integer
                        #expect(seven == 7, "\(json)")
                        return text
                    }
                    let resolved = ["\\\"": "\"", "\\\\": "\\", "\\n": "\n"][special] ?? special
                    #expect(text == before + resolved + after, "\(json)")
                }
            }
        }
    }

    @Test("have no control characters, at every place")
    func controlCharacters() {
        for place in 0...20 {
            for control in UInt8(0)..<0x20 {
                var json = Array("\"\(String(repeating: "z", count: 20))\"".utf8)
                json.insert(control, at: 1 + place)
                let error = JSONError(problem: .controlCharacterInString(control), offset: 1 + place)
                #expect(throws: error) { try JSONCursor.reading(json) { try $0.skipValue() } }
            }
        }
    }

    @Test("as names of members are told apart, whatever their length and however they are written")
    func keys() throws {
        let letters = Array("abcdefghijklmnopqrstuvwxyz")
        for length in 0...18 {
            let name = String(letters.prefix(length))
            let read = try key(name)
            #expect(read == JSONKey(name), "\(name)")
            #expect(try key(String(letters.prefix(length + 1))) != read || length > JSONKey.capacity)
            guard let first = name.first else { continue }
            #expect(try read == key(#"\u00"# + String(first.asciiValue ?? 0, radix: 16) + name.dropFirst()))
            #expect(try read != key("é" + name.dropFirst()) || length > JSONKey.capacity)
        }
        #expect(try key("a\\u0000") != key("a"))
    }

    @Test("as names of fields find their fields, and no others do")
    func table() throws {
        let table = JSONKeyTable<CanonicalField>()
        for field in CanonicalField.allCases {
            #expect(try table[key(field.rawValue)] == field)
            for other in [
                field.rawValue + "s", String(field.rawValue.dropLast()), field.rawValue.uppercased(),
                "x" + field.rawValue,
            ] {
                #expect(try table[key(other)] == CanonicalField(rawValue: other), "\(other)")
            }
        }
        #expect(try table[key("")] == nil)
        #expect(try table[key(String(repeating: "bbox", count: 100))] == nil)
    }

    private func key(_ name: String) throws -> JSONKey {
        try JSONCursor.reading(Array("{\"\(name)\":1}".utf8)) { cursor in
            try cursor.enterObject()
            let key = try #require(try cursor.nextKey())
            #expect(cursor.byte == UInt8(ascii: "1"))
            return key
        }
    }
}
