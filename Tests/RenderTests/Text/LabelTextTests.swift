import Testing

@testable import Render

@Suite struct LabelTextTests {
    @Test func clustersAreWhatReadersCallCharacters() {
        #expect(LabelText("ae\u{301}👩‍💻\r\nк").clusters == [0..<1, 1..<3, 3..<6, 6..<7, 7..<8])
        #expect(LabelText("").clusters.isEmpty)
    }

    @Test func controlsBecomeSpaces() {
        #expect(LabelText("\u{1}\t\r\n\u{9F}").scalars == [" ", " ", " ", " "])
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
