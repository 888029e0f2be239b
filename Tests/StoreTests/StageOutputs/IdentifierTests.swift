import Testing

@testable import Store

@Suite("An identifier")
struct IdentifierTests {
    @Test(
        "is up to 128 printable characters",
        arguments: [
            "a", "7", "Z", "detect_people", "2026-11-23.v1", "a..b", "a-", "-a", ".a", "...", "a b", " ", "a\\b",
            "é漢👩\u{200d}💻",
            "a%2f", "a:b", "a+b,c?d#e&f=g\"'<>|*", String(repeating: "é", count: 128),
        ]
    )
    func wellFormed(text: String) throws {
        #expect(try TimelineID(text).text == text)
        #expect(try JobID(text).description == text)
        #expect(try StageName(text) == StageName(stored: text))
    }

    @Test("is another where its bytes are others")
    func spellings() throws {
        #expect(try JobID("\u{e9}") != JobID("e\u{301}"))
        #expect(try Set([JobID("\u{e9}"), JobID("e\u{301}"), JobID("\u{e9}")]).count == 2)
    }

    @Test(
        "is nothing else",
        arguments: [
            "", ".", "..", "a/b", "/", "a\n", "\na", "a\u{0}", "a\u{7f}", "a\u{85}", "a\u{2028}", "a\u{2029}",
            String(repeating: "é", count: 129),
        ]
    )
    func malformed(text: String) {
        #expect(throws: IdentifierError(field: "timeline_id", text: text)) { try TimelineID(text) }
        #expect(throws: IdentifierError(field: "job_id", text: text)) { try JobID(text) }
        #expect(throws: IdentifierError(field: "stage", text: text)) { try StageName(text) }
    }

    @Test("that is malformed is named, and cut short")
    func message() {
        let error = IdentifierError(field: "stage", text: String(repeating: "é", count: 100))
        #expect(
            error.description == "stage \"\(String(repeating: "é", count: 40))…\" is malformed: "
                + "1 to 128 printable characters are allowed, no slash among them, and not . or .. alone"
        )
    }
}
