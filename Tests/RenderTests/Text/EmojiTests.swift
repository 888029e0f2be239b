import Testing

@testable import Render

@Suite("Emoji")
struct EmojiTests {
    private func engine() throws -> TextEngine {
        try TextEngine(fonts: [TestFonts.dejaVu, TestFonts.droid, TestFonts.emoji])
    }

    @Test(
        "are pictures in color, one for each sequence, also where another font has them",
        arguments: [
            "😀", "👍🏽", "👩‍💻", "🇩🇪", "❤️", "⚽",
        ]
    )
    func pictures(emoji: String) throws {
        let line = try engine().line("a\(emoji)b", size: 20)
        #expect(line.pictures.count == 1 && line.glyphs.count == 2)
        let picture = try #require(line.pictures.first?.picture)
        #expect(16...30 ~= picture.width && 16...30 ~= picture.height)
        let pixels = stride(from: 0, to: picture.bytes.count, by: 4).map { Array(picture.bytes[$0..<$0 + 4]) }
        #expect(pixels.allSatisfy { max($0[0], $0[1], $0[2]) <= $0[3] }, "premultiplied")
        #expect(pixels.contains { $0[3] == 255 && Set($0[0..<3]).count > 1 }, "not gray")
        #expect(line.width > 20 + (try engine().line("ab", size: 20).width))
    }

    @Test("are not digits, marks or letters, and without their font are drawn as others have them")
    func others() throws {
        #expect(try engine().line("a1#©™", size: 20).pictures.isEmpty)
        let without = try TestFonts.engine().line("😀", size: 20)
        #expect(without.pictures.isEmpty && !without.glyphs.isEmpty)
    }

    @Test("name their font where a text has some")
    func identities() throws {
        #expect(try engine().fontIdentities(of: ["a"]).count == 1)
        #expect(try engine().fontIdentities(of: ["a😀"]).count == 2)
    }

    @Test("are made smaller evenly")
    func scaling() {
        let pixels = (0..<16).map { SIMD4<UInt8>(UInt8($0 * 16), 0, 0, 255) }
        let half = GlyphPicture(pixels, width: 4, left: -2, top: -8, scale: 0.5)
        #expect(half.width == 2 && half.height == 2 && half.x == -1 && half.y == -4)
        #expect(half.bytes == [40, 0, 0, 255, 72, 0, 0, 255, 168, 0, 0, 255, 200, 0, 0, 255])
        #expect(GlyphPicture(pixels, width: 4, left: 0, top: 0, scale: 3).width == 4, "and never larger")
    }
}
