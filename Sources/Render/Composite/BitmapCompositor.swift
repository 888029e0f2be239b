/// Lays a canvas over a decoded frame, pixel by pixel; pixels that the canvas leaves empty keep their bytes.
package enum BitmapCompositor {
    /// Source-over of `canvas` on `bitmap`; both must have the same size.
    package static func composite(_ canvas: borrowing Canvas, onto bitmap: inout Bitmap) {
        precondition(canvas.size == bitmap.size)
        let size = bitmap.size
        let isOpaque = bitmap.isOpaque
        bitmap.withMutableBytes { bytes in
            for position in canvas.drawnTiles {
                let tile = canvas.tile(column: position.column, row: position.row)
                let place = TilePlace(position, in: size)
                if isOpaque {
                    blend(tile, of: canvas, at: place, onto: &bytes)
                } else {
                    blendStraight(tile, of: canvas, at: place, onto: &bytes)
                }
            }
        }
    }

    @inline(always)
    private static func blend(
        _ tile: Tile,
        of canvas: borrowing Canvas,
        at place: TilePlace,
        onto bytes: inout MutableSpan<UInt8>
    ) {
        switch tile {
        case .empty:
            return
        case .solid(let color):
            for y in 0..<place.height {
                ActiveKernel.blend(color, count: place.width, onto: &bytes, at: place.offset(ofRow: y))
            }
        case .pixels(let slot):
            let drawn = canvas.drawnQuarters(ofSlot: slot).intersection(place.visibleQuarters)
            canvas.withPixels(ofSlot: slot) { blend($0, in: drawn, at: place, onto: &bytes) }
        }
    }

    private static func blend(
        _ pixels: Span<UInt8>,
        in drawn: RowQuarters,
        at place: TilePlace,
        onto bytes: inout MutableSpan<UInt8>
    ) {
        guard place.width == tileSide else { return blendCut(pixels, in: drawn, at: place, onto: &bytes) }
        for quarter in drawn {
            let source = pixels.load(VectorKernel16.Pixels.self, at: quarter.firstByte)
            VectorKernel16.blend(source, onto: &bytes, at: place.offset(of: quarter))
        }
    }

    /// At the frame's right edge, where a quarter may lie in it only in part.
    private static func blendCut(
        _ pixels: Span<UInt8>,
        in drawn: RowQuarters,
        at place: TilePlace,
        onto bytes: inout MutableSpan<UInt8>
    ) {
        for quarter in drawn {
            let count = min(RowQuarters.pixelsPerQuarter, place.width - quarter.x)
            let source = pixels.extracting(quarter.firstByte..<quarter.firstByte + count * 4)
            ActiveKernel.blend(source, onto: &bytes, at: place.offset(of: quarter))
        }
    }

    /// For frames with transparency, whose bytes are straight: only touched pixels are converted.
    private static func blendStraight(
        _ tile: Tile,
        of canvas: borrowing Canvas,
        at place: TilePlace,
        onto bytes: inout MutableSpan<UInt8>
    ) {
        for y in 0..<place.height {
            for x in 0..<place.width {
                let source = canvas.pixel(of: tile, x: x, y: y)
                guard source.alpha > 0 else { continue }
                let offset = place.offset(ofRow: y) + x * 4
                let result = source.over(StraightRGBA8(bytes, at: offset))
                bytes[offset] = result.red
                bytes[offset + 1] = result.green
                bytes[offset + 2] = result.blue
                bytes[offset + 3] = result.alpha
            }
        }
    }
}

extension PremultipliedRGBA8 {
    /// Source-over on a straight color: αo = αs + αd·(1 − αs), Co = (Cs + Cd·αd·(1 − αs)) / αo.
    fileprivate func over(_ target: StraightRGBA8) -> StraightRGBA8 {
        let kept = div255(UInt16(target.alpha) * UInt16(255 - alpha))
        let under = StraightRGBA8(red: target.red, green: target.green, blue: target.blue, alpha: kept).premultiplied
        let sum = PremultipliedRGBA8(
            red: red + under.red,
            green: green + under.green,
            blue: blue + under.blue,
            alpha: alpha + kept
        )
        return sum?.straightened ?? target
    }
}

extension StraightRGBA8 {
    fileprivate init(_ bytes: borrowing MutableSpan<UInt8>, at offset: Int) {
        self.init(
            red: bytes[offset],
            green: bytes[offset + 1],
            blue: bytes[offset + 2],
            alpha: bytes[offset + 3]
        )
    }
}

/// Where one tile lies in a picture's bytes, cut to the picture's size.
struct TilePlace {
    /// The tile's visible pixels.
    let width: Int
    let height: Int
    private let start: Int
    private let bytesPerRow: Int

    init(_ position: TilePosition, in size: PixelSize) {
        let (x, y) = (position.column * tileSide, position.row * tileSide)
        width = min(tileSide, size.width - x)
        height = min(tileSide, size.height - y)
        bytesPerRow = size.width * 4
        start = y * bytesPerRow + x * 4
    }

    /// The byte at which row `y` of the tile starts.
    @inline(always)
    func offset(ofRow y: Int) -> Int { start &+ y &* bytesPerRow }

    @inline(always)
    func offset(of quarter: RowQuarter) -> Int { offset(ofRow: quarter.y) &+ quarter.x &* 4 }

    /// The quarter rows that are visible at least in part.
    var visibleQuarters: RowQuarters { RowQuarters(xs: 0..<width, ys: 0..<height) }
}
