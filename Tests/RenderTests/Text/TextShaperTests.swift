import Testing

@testable import Render

@Suite struct TextShaperTests {
    private var shaper: TextShaper

    init() throws { shaper = try TestFonts.shaper() }

    @Test mutating func arabicLettersJoin() {
        let joined = glyphs("ببب")
        let isolated = glyphs("ب")
        #expect(joined.count == 3)
        #expect(Set(joined).count == 3, "initial, medial and final form")
        #expect(!joined.contains(isolated[0]))
    }

    @Test mutating func arabicLettersJoinAcrossAChangeOfFont() {
        // The first letter's form follows the text, not the run that it is in.
        let whole = LabelText("بب").scalars.map(\.value)
        let run = TextRun(scalars: 0..<1, level: 1, script: ShapingFont.script(of: "ب"), font: 0)
        let first = shaper[font: 0].shaping.shape(run, of: whole).map(\.id)
        #expect(first == [glyphs("بب").last])
        #expect(first != glyphs("ب"))
    }

    @Test mutating func hebrewRunsFromRightToLeftAndItsNumbersDoNot() {
        let fromTheLeft = ["1", "2", "ג", " ", "3", "4", " ", "ב", "א"]
        #expect(glyphs("אב 34 ג12") == fromTheLeft.map { glyphs($0)[0] })
    }

    @Test mutating func aLatinLineKeepsItsOrderAroundHebrew() {
        let expected = ["a", " ", "ב", "א", " ", "c"].map { glyphs($0)[0] }
        #expect(glyphs("a אב c") == expected)
    }

    @Test mutating func bracketsAreMirroredFromRightToLeft() {
        let expected = ["(", "ב", ")", "א"].map { glyphs($0)[0] }
        #expect(glyphs("א(ב)") == expected)
    }

    @Test mutating func aCombiningAccentIsOneGlyphWithItsLetter() {
        #expect(glyphs("e\u{301}") == glyphs("é"))
        #expect(shaper.shape("q\u{301}x").flatMap(\.glyphs).map(\.cluster) == [0, 1, 2])
        #expect(shaper.shape("q\u{301}").flatMap(\.glyphs).map(\.advance).last == 0)
    }

    @Test mutating func chineseFallsBackToTheNextFont() {
        let runs = shaper.shape("ab 漢字 c")
        #expect(runs.map(\.font) == [0, 1, 0, 0], "the second space belongs to the Chinese script, not to its font")
        #expect(runs.map(\.glyphs.count) == [3, 2, 1, 1])
        #expect(runs.flatMap(\.glyphs).allSatisfy { $0.id != 0 })
    }

    @Test mutating func aMissingCharacterIsTheBoxOfThePrimaryFont() {
        let runs = shaper.shape("a\u{10FFFD}b")
        #expect(runs.map(\.font) == [0])
        #expect(runs[0].glyphs.map { $0.id == 0 } == [false, true, false])
        #expect(runs[0].glyphs[1].advance > 0)
    }

    @Test mutating func aClusterThatNoFontCoversIsCutWhereTheFontChanges() {
        let runs = shaper.shape("漢\u{1D165}")
        #expect(runs.map(\.font) == [1, 0])
        #expect(runs.flatMap(\.glyphs).map { $0.id == 0 } == [false, true])
    }

    @Test mutating func aFontCoversWhatItHasAnEquivalentFor() {
        let unified = shaper.shape("\u{4E3D}")
        #expect(unified.map(\.font) == [1])
        #expect(shaper[font: 1].shaping.glyph(for: "\u{2F800}") == 0)
        #expect(shaper.shape("\u{2F800}") == unified)
    }

    @Test mutating func aCharacterIsDrawnFromItsPartsWhereNoFontHasItWhole() {
        // The fallback has the syllable 가 and the jamo ㄱ, but not their composition.
        let syllable = shaper.shape("각")
        #expect(syllable.map(\.font) == [1])
        #expect(syllable.flatMap(\.glyphs).count == 2)
        #expect(syllable.flatMap(\.glyphs).allSatisfy { $0.id != 0 })
    }

    @Test func aFontThatHasOnlyThePartsOfACharacterIsTheSecondChoice() throws {
        let font = try Font(TestFonts.droid)
        #expect(!font.covers(0..<1, of: ["각"], as: .whole))
        #expect(font.covers(0..<1, of: ["각"], as: .decomposed))
        #expect(font.covers(0..<2, of: ["\u{304C}", "\u{FE0F}"], as: .whole))
        #expect(FontCoverage.allCases == [.whole, .decomposed])
    }

    @Test mutating func aChangeOfScriptEndsARun() throws {
        var fonts = try FontStack([TestFonts.dejaVu])
        let label = LabelText("1 abc, где? 2")
        let codePoints = label.scalars.map(\.value)
        let runs = TextItemizer.runs(of: label, codePoints: codePoints, fonts: &fonts)
        #expect(runs.map(\.scalars) == [0..<7, 7..<13])
        #expect(runs.map(\.script) == [ShapingFont.script(of: "a"), ShapingFont.script(of: "г")])
    }

    private mutating func glyphs(_ text: String) -> [UInt32] { shaper.shape(text).flatMap(\.glyphs).map(\.id) }
}
