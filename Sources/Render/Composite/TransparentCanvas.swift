/// The canvas alone, as a picture with straight alpha; empty pixels are transparent black.
package enum TransparentCanvas {
    package static func bitmap(of canvas: borrowing Canvas) -> Bitmap {
        var bitmap = Bitmap(size: canvas.size, color: StraightRGBA8(red: 0, green: 0, blue: 0, alpha: 0))
        bitmap.withMutableBytes { bytes in
            for row in canvas.grid.rows {
                for column in canvas.grid.columns {
                    let tile = canvas.tile(column: column, row: row)
                    if tile == .empty { continue }
                    write(tile, of: canvas, at: TilePlace(column: column, row: row, in: canvas.size), to: &bytes)
                }
            }
        }
        return bitmap
    }

    private static func write(
        _ tile: Tile,
        of canvas: borrowing Canvas,
        at place: TilePlace,
        to bytes: inout MutableSpan<UInt8>
    ) {
        for y in 0..<place.height {
            for x in 0..<place.width {
                let color = canvas.pixel(of: tile, x: x, y: y).straightened
                let offset = place.offset(ofRow: y) + x * 4
                bytes[offset] = color.red
                bytes[offset + 1] = color.green
                bytes[offset + 2] = color.blue
                bytes[offset + 3] = color.alpha
            }
        }
    }
}
