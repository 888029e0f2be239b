import Foundation
import Synchronization
import TestSupport
import Testing

@testable import Render

@Suite struct FontStackTests {
    private struct Unreadable: Error {}

    private let broken = FontSource(name: "gone.ttf") { throw Unreadable() }

    @Test func noFontAtAllIsAnError() {
        #expect(throws: TextError.noUsableFont([])) { try TextEngine(fonts: []) }
    }

    @Test func anErrorNamesEveryFontThatCouldNotBeUsed() {
        let empty = TestFonts.bytes("empty.ttf", [])
        let text = TestFonts.bytes("text.ttf", Array("font".utf8))
        let error = #expect(throws: TextError.self) { try TextEngine(fonts: [broken, empty, text]) }
        let description = error?.description ?? ""
        for name in ["gone.ttf", "empty.ttf", "text.ttf"] { #expect(description.contains(name)) }
        #expect(description.contains("Unreadable"))
    }

    @Test func theFirstUsableFontIsThePrimaryOne() throws {
        let engine = try TextEngine(fonts: [broken, TestFonts.dejaVu])
        #expect(engine.problems == [.unreadable(font: "gone.ttf", reason: "Unreadable()")])
        #expect(try engine.line("é 1", size: 14) == TestFonts.engine().line("é 1", size: 14))
    }

    @Test func aFallbackIsLoadedOnceAndOnlyWhenItIsNeeded() throws {
        let loads = LoadCount()
        let counted = FontSource(name: "droid") {
            loads.add()
            return try TestFonts.droid.load()
        }
        let engine = try TextEngine(fonts: [TestFonts.dejaVu, counted])
        _ = engine.line("Latin, кириллица, עברית", size: 14)
        #expect(loads.count == 0)
        _ = engine.line("漢字", size: 14)
        _ = engine.line("日本語 \u{10FFFD}", size: 18)
        #expect(loads.count == 1)
    }

    @Test func aBrokenFallbackIsPassedOverAndRemembered() throws {
        let engine = try TextEngine(fonts: [TestFonts.dejaVu, broken, TestFonts.droid])
        #expect(engine.problems.isEmpty)
        let line = engine.line("漢字", size: 14)
        _ = engine.line("日本", size: 14)
        #expect(try line == TestFonts.engine().line("漢字", size: 14))
        #expect(engine.problems.count == 1)
    }

    @Test func aFontWithoutOutlinesIsNotUsed() throws {
        // Its outlines pass for bitmaps, and the list of their places for a list of one bitmap size.
        var bytes = try TestFonts.dejaVu.load()
        bytes.renameTable("glyf", to: "EBDT")
        bytes.renameTable("loca", to: "EBLC", start: [0, 2, 0, 0, 0, 0, 0, 1] + [UInt8](repeating: 12, count: 48))
        let engine = try TextEngine(fonts: [TestFonts.bytes("bitmaps.ttf", bytes), TestFonts.dejaVu])
        #expect(engine.problems == [.noOutlines(font: "bitmaps.ttf")])
        #expect(engine.line("a", size: 14).glyphs.count == 1)
    }

    @Test func damagedFontsDoNoHarm() throws {
        let seed: UInt64 = 0x5EED_F017
        var generator = SplitMix(state: seed)
        let whole = try TestFonts.dejaVu.load()
        for round in 0..<60 {
            var bytes = whole
            if round.isMultiple(of: 4) { bytes.removeLast(Int.random(in: 1..<bytes.count, using: &generator)) }
            // Half of the damage goes to the head, where the list of tables and their headers lie.
            let reach = round.isMultiple(of: 2) ? min(bytes.count, 4096) : bytes.count
            for _ in 0..<Int.random(in: 1...400, using: &generator) {
                bytes[Int.random(in: 0..<reach, using: &generator)] = UInt8.random(in: 0...255, using: &generator)
            }
            guard let engine = try? TextEngine(fonts: [TestFonts.bytes("damaged", bytes)]) else { continue }
            let line = engine.line("Wé مرحبا 12", size: 14)
            #expect(line.width.isFinite && line.ascent.isFinite, "seed \(seed), round \(round)")
        }
    }
}

/// Counts across threads.
private final class LoadCount: Sendable {
    private let value = Mutex(0)

    var count: Int { value.withLock(\.self) }

    func add() { value.withLock { $0 += 1 } }
}

/// Steele, Lea and Flood's SplitMix64.
private struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

extension [UInt8] {
    /// Changes the tag of a table of this OpenType file, and the first bytes of the table.
    fileprivate mutating func renameTable(_ tag: String, to newTag: String, start: [UInt8] = []) {
        for entry in stride(from: 12, to: 12 + Int(self[5]) * 16, by: 16) {
            guard self[entry..<entry + 4].elementsEqual(tag.utf8) else { continue }
            replaceSubrange(entry..<entry + 4, with: newTag.utf8)
            let offset = self[entry + 8..<entry + 12].reduce(0) { $0 << 8 | Int($1) }
            replaceSubrange(offset..<offset + start.count, with: start)
        }
    }
}
