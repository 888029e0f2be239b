/// One quarter row of a tile: 4 pixels.
package struct TileQuarter {
    /// 0..<64, in the order of `TileQuarters`.
    let number: UInt

    @inline(always)
    init(number: UInt) { self.number = number }

    /// The one that holds the pixel at `x`, `y` of the tile.
    @inline(always)
    init(x: Int, y: Int) { number = UInt(x / TileQuarters.pixelsPerQuarter * tileSide + y) }

    /// Where its first pixel lies in the tile.
    @inline(always)
    var x: Int { Int(bitPattern: number / UInt(tileSide)) &* TileQuarters.pixelsPerQuarter }
    @inline(always)
    var y: Int { Int(bitPattern: number % UInt(tileSide)) }
    /// Where its bytes begin in the tile's.
    @inline(always)
    var firstByte: Int { Int(bitPattern: number) &* TileQuarters.bytesPerQuarter }
}
