/// The canvas alone, as a picture with straight alpha; empty pixels are transparent black.
package enum TransparentCanvas {
    package static func bitmap(of canvas: borrowing Canvas) -> Bitmap {
        var bitmap = Bitmap(size: canvas.size, color: StraightRGBA8(red: 0, green: 0, blue: 0, alpha: 0))
        bitmap.withMutableBytes { bytes in
            for position in canvas.drawnTiles {
                let tile = canvas.tile(column: position.column, row: position.row)
                write(tile, of: canvas, at: TilePlace(position, in: canvas.size), to: &bytes)
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
        switch tile {
        case .empty:
            return
        case .solid(let color):
            let color = color.straightened
            for y in 0..<place.height {
                for x in 0..<place.width { bytes.write(color, at: place.offset(ofRow: y) + x * 4) }
            }
        case .pixels(let slot):
            let drawn = canvas.drawnQuarters(ofSlot: slot).intersection(place.visibleQuarters)
            canvas.withPixels(ofSlot: slot) { write($0, in: drawn, at: place, to: &bytes) }
        }
    }

    private static func write(
        _ pixels: Span<UInt8>,
        in drawn: TileQuarters,
        at place: TilePlace,
        to bytes: inout MutableSpan<UInt8>
    ) {
        for quarter in drawn {
            let start = place.offset(of: quarter)
            for x in 0..<min(TileQuarters.pixelsPerQuarter, place.width - quarter.x) {
                let color = PremultipliedRGBA8(pixels, at: quarter.firstByte + x * 4)
                // Straightening divides; most pixels are opaque.
                bytes.write(color.isOpaque ? color.opaque : color.straightened, at: start + x * 4)
            }
        }
    }
}

extension PremultipliedRGBA8 {
    fileprivate var opaque: StraightRGBA8 { StraightRGBA8(red: red, green: green, blue: blue) }
}

extension MutableSpan where Element == UInt8 {
    fileprivate mutating func write(_ color: StraightRGBA8, at offset: Int) {
        self[offset] = color.red
        self[offset + 1] = color.green
        self[offset + 2] = color.blue
        self[offset + 3] = color.alpha
    }
}
