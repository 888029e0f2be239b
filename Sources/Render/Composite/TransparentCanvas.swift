/// The canvas alone, as a picture with straight alpha; empty pixels are transparent black.
package enum TransparentCanvas {
    /// No picture of the whole is made: what is done is about as much as was drawn.
    package static func rows(of canvas: borrowing Canvas) -> TransparentRows {
        var rows = TransparentRows(size: canvas.size)
        for row in canvas.grid.rows {
            let tiles = TransparentTileRow(row, of: canvas)
            let height = min(tileSide, canvas.size.height - row * tileSide)
            for y in 0..<height {
                if tiles.repeatsRowAbove(y) {
                    rows.repeatLast()
                } else {
                    let pixels = tiles.pixels(y: y, of: canvas)
                    // The tiles do not know those above them.
                    if y == 0, rows.ends(with: pixels) { rows.repeatLast() } else { rows.append(pixels) }
                }
            }
        }
        return rows
    }

    package static func bitmap(of canvas: borrowing Canvas) -> Bitmap { rows(of: canvas).bitmap }
}
