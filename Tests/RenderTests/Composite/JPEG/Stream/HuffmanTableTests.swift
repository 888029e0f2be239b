import Testing

@testable import Render

@Suite("Huffman tables")
struct HuffmanTableTests {
    private func table(_ lengths: [Int]) -> HuffmanTable? {
        var counts = InlineArray<17, Int>(repeating: 0)
        for length in lengths { counts[length] += 1 }
        return HuffmanTable(counts: counts, symbols: lengths.indices.map { UInt8($0) })
    }

    @Test("A table without room for the code of ones only is refused")
    func room() {
        #expect(table([1, 2]) != nil)
        #expect(table([1, 1]) == nil)
        #expect(table([1, 2, 2]) == nil)
    }

    @Test("Where there is room all codes are kept")
    func extensionWithRoom() throws {
        let old = try #require(table([1, 2, 3]))
        let extended = try #require(old.extended(by: [9, 8]))
        #expect(extended.firstChangedLength == 17)
        #expect(extended.table.symbols == [0, 1, 2, 9, 8])
        #expect(extended.table.codeLengths.prefix(3) == [1, 2, 3])
    }

    @Test("Where there is none only the longest codes change")
    func extensionWithoutRoom() throws {
        let old = try #require(table(Array(1...16)))
        let missing = (UInt8(16)...255).map { $0 }
        let extended = try #require(old.extended(by: missing))
        #expect(extended.table.symbols.count == 256)
        var kept: [UInt8: UInt32] = [:]
        old.forEachCode { symbol, code, length in if length < extended.firstChangedLength { kept[symbol] = code } }
        #expect(kept.count == 8)
        extended.table.forEachCode { symbol, code, _ in if let old = kept[symbol] { #expect(code == old) } }
    }
}
