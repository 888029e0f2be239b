/// What a canvas holds of one 16×16 tile.
package enum Tile: Hashable, Sendable {
    case empty
    /// One color all over, not fully transparent.
    case solid(PremultipliedRGBA8)
    /// Pixels of their own, at this place in the canvas's storage.
    case pixels(slot: Int32)
}

/// Where a tile lies, counted in tiles from the frame's top left corner.
package struct TilePosition: Hashable, Sendable {
    package let column: Int
    package let row: Int

    package init(column: Int, row: Int) {
        self.column = column
        self.row = row
    }
}

/// One quarter row of a tile: 4 pixels.
package struct RowQuarter {
    /// 0..<64, in the order of `RowQuarters`.
    let number: UInt

    @inline(always)
    init(number: UInt) { self.number = number }

    /// The one in a column of quarters and a row.
    @inline(always)
    init(column: Int, row: Int) { number = UInt(bitPattern: column &* tileSide &+ row) }

    /// The one that holds the pixel at `x`, `y` of the tile.
    @inline(always)
    init(x: Int, y: Int) { number = UInt(x / RowQuarters.pixelsPerQuarter * tileSide + y) }

    /// Where its first pixel lies in the tile.
    @inline(always)
    var x: Int { Int(bitPattern: number / UInt(tileSide)) &* RowQuarters.pixelsPerQuarter }
    @inline(always)
    var y: Int { Int(bitPattern: number % UInt(tileSide)) }
    /// Where its bytes begin in the tile's.
    @inline(always)
    var firstByte: Int { Int(bitPattern: number) &* RowQuarters.bytesPerQuarter }
}

/// Some of a tile's 64 quarter rows, which are 4 pixels each and counted down its 4 columns of quarters, the left one
/// first.
///
/// A tile's pixels lie in the same order, so that an upright line stays in few places of memory: a quarter's number
/// times `bytesPerQuarter` is where it begins.
package struct RowQuarters: Hashable, Sendable {
    private var bits: UInt64

    static let pixelsPerQuarter = 4
    static let bytesPerQuarter = pixelsPerQuarter * 4
    static let columnCount = tileSide / pixelsPerQuarter
    /// The first quarter of every column.
    private static let firstOfEachColumn: UInt64 = 0x0001_0001_0001_0001

    static let none = RowQuarters(bits: 0)
    static let all = RowQuarters(bits: .max)

    @inline(always)
    private init(bits: UInt64) { self.bits = bits }

    /// Those that hold a pixel of columns `xs` of rows `ys`, both within 0..<16.
    init(xs: Range<Int>, ys: Range<Int>) {
        guard !xs.isEmpty else {
            self = .none
            return
        }
        let first = xs.lowerBound / Self.pixelsPerQuarter
        let last = (xs.upperBound - 1) / Self.pixelsPerQuarter
        let columns = UInt64.max << (first * tileSide) & ~(UInt64.max << ((last + 1) * tileSide))
        bits = Self.firstOfEachColumn & columns &* Self.rows(ys)
    }

    /// Those of rows `ys` of one column of quarters.
    @inline(always)
    init(column: Int, ys: Range<Int>) { bits = Self.rows(ys) &<< UInt64(truncatingIfNeeded: column &* tileSide) }

    /// Those of the first column.
    @inline(always)
    private static func rows(_ ys: Range<Int>) -> UInt64 {
        let through = UInt64(1) &<< UInt64(truncatingIfNeeded: ys.upperBound) &- 1
        let before = UInt64(1) &<< UInt64(truncatingIfNeeded: ys.lowerBound) &- 1
        return through & ~before
    }

    /// All ones if `quarter` is one of them, else 0.
    @inline(always)
    func mask(_ quarter: RowQuarter) -> UInt32 { 0 &- UInt32(truncatingIfNeeded: bits &>> UInt64(quarter.number) & 1) }

    /// Whether one of them is in rows `ys` of `columns` of quarters.
    @inline(always)
    func hasAny(columns: Range<Int>, ys: Range<Int>) -> Bool {
        columns.contains { !intersection(RowQuarters(column: $0, ys: ys)).isEmpty }
    }

    @inline(always)
    var isEmpty: Bool { bits == 0 }

    @inline(always)
    func union(_ other: RowQuarters) -> RowQuarters { RowQuarters(bits: bits | other.bits) }
    @inline(always)
    func intersection(_ other: RowQuarters) -> RowQuarters { RowQuarters(bits: bits & other.bits) }
    @inline(always)
    func subtracting(_ other: RowQuarters) -> RowQuarters { RowQuarters(bits: bits & ~other.bits) }
}

extension RowQuarters: Sequence {
    func contains(_ quarter: RowQuarter) -> Bool { bits &>> UInt64(quarter.number) & 1 == 1 }

    package struct Iterator: IteratorProtocol {
        private var rest: UInt64

        @inline(always)
        fileprivate init(_ quarters: RowQuarters) { rest = quarters.bits }

        @inline(always)
        package mutating func next() -> RowQuarter? {
            guard rest != 0 else { return nil }
            let number = UInt(bitPattern: rest.trailingZeroBitCount)
            rest &= rest &- 1
            return RowQuarter(number: number)
        }
    }

    @inline(always)
    package func makeIterator() -> Iterator { Iterator(self) }
}
