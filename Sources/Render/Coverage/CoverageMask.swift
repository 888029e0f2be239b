/// A shape's coverage, one byte a pixel (0 outside, 255 inside), over the pixels that it touches.
package struct CoverageMask: Hashable, Sendable {
    /// The pixel column and row of the mask's top left byte.
    package let x: Int
    package let y: Int
    package let width: Int
    package let height: Int
    /// `width * height` bytes, top row first.
    package let coverage: [UInt8]

    package init(x: Int, y: Int, width: Int, height: Int, coverage: [UInt8]) {
        precondition(coverage.count == width * height)
        self.x = x
        self.y = y
        self.width = width
        self.height = height
        self.coverage = coverage
    }
}

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
