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
