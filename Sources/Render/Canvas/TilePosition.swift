/// Where a tile lies, counted in tiles from the frame's top left corner.
package struct TilePosition: Hashable, Sendable {
    package let column: Int
    package let row: Int

    package init(column: Int, row: Int) {
        self.column = column
        self.row = row
    }
}
