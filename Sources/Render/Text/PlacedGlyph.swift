/// A glyph of a line: coverage to fill with the text's color.
package struct PlacedGlyph: Hashable, Sendable {
    /// The glyph as drawn at this size and sub-pixel position. Its storage is shared by all lines that hold it.
    package let mask: CoverageMask
    /// The whole pixel, relative to the line's origin, that the mask's own `x` and `y` count from: the mask's top left
    /// pixel is at (`x + mask.x`, `y + mask.y`).
    package let x: Int
    package let y: Int

    /// The mask's pixels relative to the line's origin.
    var bounds: PixelRect {
        PixelRect(
            x: Double(x + mask.x),
            y: Double(y + mask.y),
            width: Double(mask.width),
            height: Double(mask.height)
        )
    }
}
