import TestSupport
import Testing

@testable import Store

@Suite("Object keys")
struct ObjectKeyTests {
    static let valid = [
        "a", "a/b", "timelines/t-1/frames/000012.jpg", "a b", "a+b%20?#&=", "…/ü/日本/🙂", ".hidden", "..a", "a..", "...",
        "a/.b/c", "~", String(repeating: "x", count: 1024), String(repeating: "é", count: 512), "\u{301}", "C:",
    ]

    static let invalid = [
        "", "/", "/a", "a/", "a//b", "//", ".", "..", "a/.", "a/..", "./a", "../a", "a/./b", "a/../b", "a\\b", "\\",
        "a\0", "\0", "a\nb", "a\r", "a\tb", "\u{1f}", "a\u{7f}", "a\u{85}b", "\u{9f}",
        String(repeating: "x", count: 1025), String(repeating: "é", count: 513),
        // A slash before a combining mark is no slash to Swift's characters, but one to a file system.
        "a/\u{301}/../../b", "a/../\u{301}", "..\u{2f}\u{301}x/..",
    ]

    @Test("a key that a folder and a bucket can both hold is taken as it is", arguments: valid)
    func taken(text: String) throws {
        #expect(try Array(ObjectKey(text).text.utf8) == Array(text.utf8))
    }

    @Test("any other is refused with its text and the reason", arguments: invalid)
    func refused(text: String) throws {
        let error = try #require(throws: ObjectStoreError.self) { try ObjectKey(text) }
        guard case .invalidKey(let refused, let reason) = error else { throw error }
        #expect(Array(refused.utf8) == Array(text.utf8))
        #expect(reason.hasPrefix("it "))
    }

    @Test("no random text that is taken can leave its folder")
    func randomTexts() {
        let seed: UInt64 = 20_240_607
        var random = SplitMix64(seed: seed)
        let pieces = ["a", ".", "..", "/", "\\", "\u{301}", "\0", "é", "-", "/../", "🙂"]
        var taken = 0
        for _ in 0..<20_000 {
            let text = (0..<Int.random(in: 0...7, using: &random)).map { _ in pieces.randomElement(using: &random) ?? ""
            }
            .joined()
            guard let key = try? ObjectKey(text) else { continue }
            taken += 1
            let segments = key.text.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
            for segment in segments {
                let bytes = Array(segment)
                #expect(
                    !bytes.isEmpty && bytes != Array(".".utf8) && bytes != Array("..".utf8),
                    "seed \(seed): \(text)"
                )
                #expect(!bytes.contains(0) && !bytes.contains(UInt8(ascii: "\\")), "seed \(seed): \(text)")
            }
        }
        #expect(taken > 1000)
    }

    @Test("two spellings of one text are two keys")
    func spellings() throws {
        let composed = try ObjectKey("caf\u{e9}")
        let decomposed = try ObjectKey("cafe\u{301}")
        #expect(composed.text == decomposed.text)
        #expect(composed != decomposed)
        #expect(Set([composed, decomposed, try ObjectKey("caf\u{e9}")]).count == 2)
        #expect(decomposed < composed)
    }

    @Test("keys are ordered by their UTF-8 bytes")
    func order() throws {
        let ordered = ["a", "a-b", "a/b", "a0", "b", "cafe\u{301}", "caf\u{e9}", "\u{ff5e}", "🙂"]
        let keys = try ordered.map { try ObjectKey($0) }
        #expect(keys.shuffled().sorted().map(\.text.utf8.count) == keys.map(\.text.utf8.count))
        #expect(keys.shuffled().sorted() == keys)
    }

    @Test(
        "segments and extension are those of the text",
        arguments: [
            ("a", ["a"], ""), ("a/b.JPG", ["a", "b.JPG"], "jpg"), ("a.png/b", ["a.png", "b"], ""), ("a.", ["a."], ""),
            (".jpg", [".jpg"], "jpg"), ("a.b.ndjson", ["a.b.ndjson"], "ndjson"), ("x/\u{301}y", ["x", "\u{301}y"], ""),
        ] as [(String, [String], String)]
    )
    func parts(text: String, segments: [String], pathExtension: String) throws {
        let key = try ObjectKey(text)
        #expect(key.segments == segments)
        #expect(key.pathExtension == pathExtension)
    }

    @Test(
        "the extension stands for a content type",
        arguments: [
            ("a.jpg", "image/jpeg"), ("a.JPEG", "image/jpeg"), ("a.png", "image/png"), ("a.json", "application/json"),
            ("a.ndjson", "application/x-ndjson"), ("a", "application/octet-stream"),
            ("a.bin", "application/octet-stream"),
        ]
    )
    func contentType(text: String, type: String) throws {
        #expect(try ContentType.of(ObjectKey(text)) == type)
    }
}
