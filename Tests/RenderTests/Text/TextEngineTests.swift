import Testing

@testable import Render

@Suite struct TextEngineTests {
    private let engine: TextEngine

    init() throws { engine = try TestFonts.engine() }

    @Test func anEmptyTextIsAnEmptyLine() {
        let line = engine.line("", size: 14)
        #expect(line.width == 0)
        #expect(line.glyphs.isEmpty)
        #expect(line.inkBounds.isEmpty)
        #expect(line.ascent == engine.metrics(size: 14).ascent)
    }

    @Test func widthsOfUnkernedLettersAddUp() {
        let parts = "Hnm".map { engine.line(String($0), size: 14).width }
        #expect(abs(engine.line("Hnm", size: 14).width - parts.reduce(0, +)) < 1e-9)
    }

    @Test func widthIsLinearInTheSize() {
        let width = engine.line("person 0.87", size: 16).width
        #expect(engine.line("person 0.87", size: 32).width == width * 2)
        #expect(engine.line("person 0.87", size: 20).width == width * 1.25)
    }

    @Test(arguments: ["AV", "To"]) func kernedPairsAreNarrower(pair: String) {
        let apart = pair.map { engine.line(String($0), size: 14).width }.reduce(0, +)
        #expect(engine.line(pair, size: 14).width < apart - 0.5)
    }

    @Test(arguments: [12.0, 14, 18, 36]) func capitalsStandOnTheBaselineWithSharpEdges(size: Double) throws {
        let line = engine.line("E", size: size)
        let mask = try #require(line.glyphs.first).mask
        #expect(line.inkBounds.maxY == 0)
        #expect(line.inkBounds.minY == line.inkBounds.minY.rounded())
        #expect(mask.coverage.prefix(mask.width).max() == 255)
        #expect(mask.coverage.suffix(mask.width).max() == 255)
    }

    @Test func glyphsReachAsFarAsTheirAccentsAndTails() {
        let line = engine.line("Ágj, Ünd", size: 18)
        #expect(line.inkBounds.minY < -13 && line.inkBounds.maxY > 3)
    }

    @Test func equalLettersAtDifferentQuartersOfAPixelDiffer() {
        let line = engine.line("iiiiiiii", size: 14)
        let quarters = Set(line.glyphs.map(\.mask))
        #expect(line.glyphs.count == 8)
        #expect((2...4).contains(quarters.count))
        // Each left edge lies where the advances put it, within the eighth of a pixel that is rounded away.
        let advance = line.width / 8
        let centres = line.glyphs.map { Double($0.x) + $0.mask.centreX }
        for (index, centre) in centres.enumerated() {
            #expect(abs(centre - centres[0] - Double(index) * advance) < 0.26)
        }
    }

    @Test func aCachedLineEqualsAFreshOne() throws {
        let first = engine.line("person 0.87 #7", size: 14)
        #expect(engine.line("person 0.87 #7", size: 14) == first)
        #expect(try TestFonts.engine().line("person 0.87 #7", size: 14) == first)
        #expect(engine.line("person 0.87 #7", size: 15) != first)
    }

    @Test func whatWasDrawnBeforeChangesNothing() throws {
        let labels = ["Ag", "é", "漢字", "مرحبا", "W 1/2", "שלום"]
        let sizes = [12.0, 14, 13.5, 36]
        let other = try TestFonts.engine()
        let forward = sizes.map { size in labels.map { engine.line($0, size: size) } }
        let backward = sizes.reversed().map { size in labels.reversed().map { other.line($0, size: size) } }
        #expect(forward == backward.reversed().map { $0.reversed() })
    }

    @Test func eightThreadsGetTheSameLines() async {
        let engine = engine
        let expected = (0..<60).map { engine.line("label \($0) 漢\($0)", size: 14) }
        let fresh = try? TestFonts.engine()
        await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<8 {
                group.addTask { (0..<60).map { fresh?.line("label \($0) 漢\($0)", size: 14) } == expected }
            }
            for await isEqual in group { #expect(isEqual) }
        }
    }

    @Test func canonicallyEquivalentTextsAreSeparateLines() {
        // Equal as Swift strings: the cache must not answer one with the other, whose shaping may differ.
        let precomposed = LineKey(text: "\u{212B}", size: FontSize(pixels: 14))
        let decomposed = LineKey(text: "A\u{30A}", size: FontSize(pixels: 14))
        #expect(precomposed.text == decomposed.text)
        #expect(precomposed != decomposed)
    }

    @Test(arguments: [-1, 0, .nan, -.infinity, 0.3]) func sizesBelowTheRangeAreItsLowerEnd(size: Double) {
        #expect(engine.line("a", size: size) == engine.line("a", size: 1))
    }

    @Test(arguments: [257, 1e300, .infinity]) func sizesAboveTheRangeAreItsUpperEnd(size: Double) {
        #expect(engine.line("a", size: size) == engine.line("a", size: 256))
    }

    @Test(arguments: [
        ("\t", 2), ("\u{0}", 2), ("\u{7F}", 2), ("\u{85}", 2), ("\u{2028}", 4), ("\u{202E}", 4), ("\u{E000}", 4),
        ("\u{10FFFD}", 6), ("\r\n", 4),
    ])
    func aControlOrMissingCharacterIsItsNumberInABox(character: String, digitCount: Int) {
        let (code, plain) = (engine.line("a\(character)b", size: 14), engine.line("ab", size: 14))
        #expect(code.glyphs.count == 2 + digitCount + character.unicodeScalars.count)
        #expect(code.width > plain.width + 14 * 0.3 * Double(digitCount))
    }

    @Test(arguments: ["\u{200B}", "\u{200D}", "\u{FEFF}", "\u{AD}", "\u{2060}", "\u{FE0F}", "\u{E0001}", "\u{115F}"])
    func ignorableCharactersDrawNothing(character: String) {
        #expect(engine.line("a" + character + "b", size: 14) == engine.line("ab", size: 14))
    }

    @Test(arguments: ["x", "漢", "e\u{301}\u{302}", "\u{301}", "👩‍👩‍👧‍👦", "\n", "א", "\u{10FFFD}"])
    func hundredThousandCharactersBecomeAShortLine(character: String) {
        let line = engine.line(String(repeating: character, count: 100_000), size: 14)
        #expect(line.glyphs.count <= (LabelText.maximumScalars + 1) * 7, "a code has up to six digits, and a box")
        #expect(line.width < 14 * 2 * Double(LabelText.maximumScalars))
        #expect(line.width > 0)
    }

    @Test func metricsGrowWithTheSize() {
        let small = engine.metrics(size: 12)
        let large = engine.metrics(size: 24)
        #expect(large.ascent == small.ascent * 2)
        #expect(large.descent == small.descent * 2)
        #expect(0 < small.descent && small.descent < small.ascent)
    }
}

extension CoverageMask {
    /// The x of the mask's centre of gravity.
    fileprivate var centreX: Double {
        let total = coverage.reduce(0.0) { $0 + Double($1) }
        let moment = coverage.indices.reduce(0.0) { $0 + Double(coverage[$1]) * (Double($1 % width) + 0.5) }
        return Double(x) + moment / total
    }
}

extension TextLine {
    /// The pixels that glyphs touch, relative to the line's origin; empty where all is blank.
    fileprivate var inkBounds: PixelRect {
        let bounds = glyphs.map(\.bounds)
        return PixelRect(
            minX: bounds.map(\.minX).min() ?? 0,
            minY: bounds.map(\.minY).min() ?? 0,
            maxX: bounds.map(\.maxX).max() ?? 0,
            maxY: bounds.map(\.maxY).max() ?? 0
        )
    }
}
