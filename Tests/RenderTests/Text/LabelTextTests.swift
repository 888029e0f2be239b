import Testing

@testable import Render

@Suite struct LabelTextTests {
    @Test func clustersAreWhatReadersCallCharacters() {
        #expect(LabelText("ae\u{301}👩‍💻\r\nк").clusters == [0..<1, 1..<3, 3..<6, 6..<8, 8..<9])
        #expect(LabelText("").clusters.isEmpty)
    }

    @Test func controlsAndOverridesOfDirectionAreShown() {
        let text = LabelText("\u{1}\t\r\n\u{9F}a\u{202E}b\u{2067}\u{200F}")
        let characters: [Unicode.Scalar] = [
            "\u{1}", "\t", "\r", "\n", "\u{9F}", "a", "\u{202E}", "b", "\u{2067}", "\u{200F}",
        ]
        #expect(text.scalars.indices.map(text.character) == characters)
        let obeyed: Set<Unicode.Scalar> = ["a", "b", "\u{200F}"]
        #expect(text.scalars.filter { $0 != "\u{FFFF}" } == characters.filter(obeyed.contains))
    }

    @Test func aTextWithinTheLimitsStaysAsItIs() {
        let longest = String(repeating: "e\u{301}", count: LabelText.maximumClusters)
        #expect(LabelText.shortened(longest) == longest)
        #expect(LabelText.shortened("") == "")
    }

    @Test func aLongerTextIsCutBetweenClusters() {
        let text = String(repeating: "e\u{301}", count: LabelText.maximumClusters + 1)
        let shortened = LabelText.shortened(text)
        #expect(shortened.count == LabelText.maximumClusters + 1)
        #expect(shortened.last == "…")
        #expect(text.hasPrefix(shortened.dropLast()))
    }

    @Test func aClusterOfTooManyMarksIsCutToo() {
        let shortened = LabelText.shortened("a" + String(repeating: "\u{301}", count: 100_000))
        #expect(shortened.unicodeScalars.count == LabelText.maximumScalars + 1)
        #expect(shortened.last == "…")
    }
}
