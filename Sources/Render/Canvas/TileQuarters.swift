/// Some of a tile's 64 quarter rows, which are 4 pixels each and counted row by row from the top left.
///
/// A quarter's number times `bytesPerQuarter` is where it begins in the tile's pixels.
package struct TileQuarters: Hashable, Sendable {
    private var bits: UInt64

    static let pixelsPerQuarter = 4
    static let bytesPerQuarter = pixelsPerQuarter * 4
    private static let perRow = tileSide / pixelsPerQuarter
    /// The first quarter of every row.
    private static let firstOfEachRow: UInt64 = 0x1111_1111_1111_1111

    static let none = TileQuarters(bits: 0)
    static let all = TileQuarters(bits: .max)

    private init(bits: UInt64) { self.bits = bits }

    /// Those that hold a pixel of columns `xs` of rows `ys`, both within 0..<16.
    init(xs: Range<Int>, ys: Range<Int>) {
        guard !xs.isEmpty else {
            self = .none
            return
        }
        let first = xs.lowerBound / Self.pixelsPerQuarter
        let last = (xs.upperBound - 1) / Self.pixelsPerQuarter
        self.init(ofEachRow: UInt64(2) &<< last &- UInt64(1) &<< first, ys: ys)
    }

    /// Those of rows `ys` in which one of the 16 bytes of `coverage` is not 0.
    @inline(always)
    init(coverage: Span<UInt8>, ys: Range<Int>) {
        let words = coverage.load(SIMD4<UInt32>.self, at: 0)
        var covered: UInt64 = 0
        for quarter in 0..<Self.perRow where words[quarter] != 0 { covered |= 1 &<< quarter }
        self.init(ofEachRow: covered, ys: ys)
    }

    /// `row` has a bit for each quarter of one row.
    @inline(always)
    private init(ofEachRow row: UInt64, ys: Range<Int>) {
        let from = UInt64.max << (ys.lowerBound * Self.perRow)
        let through = ~(UInt64.max << (ys.upperBound * Self.perRow))
        bits = (row &* Self.firstOfEachRow) & from & through
    }

    var isEmpty: Bool { bits == 0 }

    func union(_ other: TileQuarters) -> TileQuarters { TileQuarters(bits: bits | other.bits) }
    func intersection(_ other: TileQuarters) -> TileQuarters { TileQuarters(bits: bits & other.bits) }
}

extension TileQuarters: Sequence {
    /// The quarters of one row, from the first to the last that is among them.
    package struct Run {
        let y: Int
        private let first: Int
        private let count: Int

        /// `quarters` has a bit for each quarter of the row, one of which is set.
        @inline(always)
        fileprivate init(y: Int, quarters: UInt64) {
            self.y = y
            first = quarters.trailingZeroBitCount
            count = UInt64.bitWidth &- quarters.leadingZeroBitCount &- first
        }

        /// Where its first pixel lies in the tile.
        @inline(always)
        var x: Int { first &* TileQuarters.pixelsPerQuarter }
        @inline(always)
        var pixelCount: Int { count &* TileQuarters.pixelsPerQuarter }
        /// Its bytes in a row of the tile, and in all of its pixels.
        @inline(always)
        var bytesInRow: Range<Int> {
            first &* TileQuarters.bytesPerQuarter..<(first &+ count) &* TileQuarters.bytesPerQuarter
        }
        @inline(always)
        var firstByte: Int { (y &* TileQuarters.perRow &+ first) &* TileQuarters.bytesPerQuarter }
    }

    /// One run for each row that has any, from the top down.
    package struct Iterator: IteratorProtocol {
        private var rest: UInt64
        private var y = 0

        fileprivate init(_ quarters: TileQuarters) { rest = quarters.bits }

        @inline(always)
        package mutating func next() -> Run? {
            while rest != 0 {
                let quarters = rest & 0xF
                rest &>>= UInt64(TileQuarters.perRow)
                y &+= 1
                if quarters != 0 { return Run(y: y &- 1, quarters: quarters) }
            }
            return nil
        }
    }

    @inline(always)
    package func makeIterator() -> Iterator { Iterator(self) }
}
