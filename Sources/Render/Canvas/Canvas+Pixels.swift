extension Canvas {
    /// Draws a row of premultiplied pixels, the first of them at (`x`, `y`); what of it lies outside of the frame is left out.
    package mutating func draw(_ pixels: Span<UInt8>, x: Int, y: Int) {
        guard 0..<size.height ~= y else { return }
        let columns = (x..<x + pixels.count / 4).clamped(to: 0..<size.width)
        var first = columns.lowerBound
        while first < columns.upperBound {
            let end = min((first / tileSide + 1) * tileSide, columns.upperBound)
            draw(pixels.extracting((first - x) * 4..<(end - x) * 4), inTileAt: first, y: y)
            first = end
        }
    }
}
