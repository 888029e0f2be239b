import Testing

@testable import Store

@Suite("An identifier")
struct IdentifierTests {
    @Test(
        "is letters, digits, dots, underscores and hyphens",
        arguments: ["a", "7", "Z", "detect_people", "2026-11-23.v1", "a..b", "a-", String(repeating: "x", count: 128)]
    )
    func wellFormed(text: String) throws {
        #expect(try TimelineID(text).text == text)
        #expect(try JobID(text).description == text)
        #expect(try StageName(text) == StageName(stored: text))
    }

    @Test(
        "is nothing else",
        arguments: [
            "", ".", "..", "-a", "_a", ".a", "a b", "a/b", "a\\b", "a\n", "\na", "é", "a%2f", "a\u{0}", "a:b", "１",
            String(repeating: "x", count: 129),
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
                + "1 to 128 of A-Z a-z 0-9 . _ - are allowed, the first a letter or digit"
        )
    }
}
