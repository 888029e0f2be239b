import Testing

@testable import Render

@Suite struct OutlineFaceTests {
    private let face: OutlineFace
    private let shaping: ShapingFont

    init() throws {
        let bytes = FontBytes(try TestFonts.dejaVu.load())
        face = try OutlineFace(bytes, name: "DejaVu Sans")
        shaping = try ShapingFont(bytes, name: "DejaVu Sans")
    }

    @Test(arguments: ["H", "m", "8", "ж", "ש"] as [Unicode.Scalar])
    func hintingLeavesAcrossAsItIs(character: Unicode.Scalar) {
        // At a whole multiple of the em's 2048 units, 256 px, hinting has nothing to round by more than 1/64 px.
        let large = points(of: character, size: 256)
        let small = points(of: character, size: 14)
        #expect(!small.isEmpty && small.count == large.count)
        for (small, large) in zip(small, large) {
            #expect(abs(small.x - large.x * 14 / 256) <= 1.5 / 64)
        }
    }

    @Test func theShiftMovesEveryPointAcross() {
        let unmoved = points(of: "g", size: 14)
        let moved = points(of: "g", size: 14, shift: 0.75)
        #expect(moved == unmoved.map { $0 + PixelPoint(x: 0.75, y: 0) })
    }

    @Test func aBlankGlyphHasAnEmptyPath() {
        #expect(points(of: " ", size: 14).isEmpty)
        #expect(!face.hasOutline(shaping.glyph(for: " ")))
        #expect(face.hasOutline(shaping.glyph(for: "a")))
    }

    @Test func aGlyphThatTheFontDoesNotHaveIsBlank() {
        #expect(face.path(of: 65_535, size: FontSize(pixels: 14), shift: 0).elements.isEmpty)
    }

    private func points(of character: Unicode.Scalar, size: Double, shift: Double = 0) -> [PixelPoint] {
        let glyph = shaping.glyph(for: character)
        return face.path(of: glyph, size: FontSize(pixels: size), shift: shift).elements.compactMap { element in
            switch element {
            case .move(let end), .line(let end), .quadratic(_, let end), .cubic(_, _, let end): end
            case .close: nil
            }
        }
    }
}
