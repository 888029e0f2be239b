/// The coverage of the 16 pixels of one row of a tile.
struct TileRow {
    /// Eight pixels each, the first in the lowest byte.
    private let words: SIMD2<UInt64>

    // Safety: both are 16 bytes of plain integers.
    init(_ bytes: SIMD16<UInt8>) { words = unsafe unsafeBitCast(bytes, to: SIMD2<UInt64>.self) }

    /// Eight pixels each, the first in the lowest byte.
    init(words: SIMD2<UInt64>) { self.words = words }

    init(repeating value: UInt8) { words = SIMD2(repeating: UInt64(value) &* 0x0101_0101_0101_0101) }

    /// The coverage of each pixel, from 0 to 15. Put together in registers: bytes that are stored one by one cannot be
    /// loaded as a vector right after without waiting for memory.
    @inline(always)
    init(_ coverage: (Int) -> UInt8) {
        var words = SIMD2<UInt64>.zero
        for half in 0..<2 {
            var word: UInt64 = 0
            for x in 0..<8 { word |= UInt64(coverage(half * 8 + x)) &<< UInt64(x * 8) }
            words[half] = word
        }
        self.words = words
    }

    /// The next `count` bytes of `mask` from `first` on; the first of them is the coverage of pixel `left`.
    @inline(always)
    init(_ mask: Span<UInt8>, from first: Int, count: Int, startingAt left: Int) {
        var row: UInt128 = 0
        if first &+ tileSide <= mask.count {
            let words = mask.load(SIMD2<UInt64>.self, at: first)
            row = UInt128(words[1]) &<< 64 | UInt128(words[0])
            row &= UInt128.max &>> UInt128((tileSide &- count) &* 8)
        } else {
            for x in 0..<count { row |= UInt128(mask[first &+ x]) &<< UInt128(x &* 8) }
        }
        row &<<= UInt128(left &* 8)
        words = SIMD2(UInt64(truncatingIfNeeded: row), UInt64(truncatingIfNeeded: row &>> 64))
    }

    /// The four coverage bytes of one quarter of the row, the first one lowest.
    @inline(always)
    func quarter(_ index: Int) -> UInt32 {
        UInt32(truncatingIfNeeded: words[index &>> 1] &>> (UInt64(truncatingIfNeeded: index & 1) &* 32))
    }

    subscript(x: Int) -> UInt8 { bytes[x] }

    // Safety: as above.
    private var bytes: InlineArray<16, UInt8> { unsafe unsafeBitCast(words, to: InlineArray<16, UInt8>.self) }

    /// Covers rows `ys` of a tile: all of it at once where that is so.
    @inline(always)
    func cover<Sink: CoverageSink>(column: Int, row: Int, ys: Range<Int>, of sink: inout Sink, with paint: Sink.Paint) {
        if words[0] | words[1] == 0 { return }
        if words[0] & words[1] == .max, ys.count == tileSide {
            sink.coverTile(column: column, row: row, with: paint)
        } else {
            let bytes = bytes
            sink.coverRows(column: column, row: row, ys: ys, coverage: bytes.span, with: paint)
        }
    }
}
