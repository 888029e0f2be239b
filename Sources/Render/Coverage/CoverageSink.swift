/// Receives a shape's coverage, cut along the canvas's 16×16 tiles.
///
/// Tile (0, 0) has its top left pixel at (0, 0) of the frame; each pixel comes at most once a shape.
package protocol CoverageSink {
    /// What the shape is filled with.
    associatedtype Paint

    /// The tile at `column`, `row` lies wholly inside the shape.
    mutating func coverTile(column: Int, row: Int, with paint: Paint)

    /// Pixel rows `ys` of the tile at `column`, `row` (counted in the tile, within 0..<16), which all have the same 16
    /// coverage bytes.
    mutating func coverRows(column: Int, row: Int, ys: Range<Int>, coverage: Span<UInt8>, with paint: Paint)
}
