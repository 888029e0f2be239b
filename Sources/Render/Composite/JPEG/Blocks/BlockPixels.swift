/// A canvas's premultiplied pixels over the area of one block, row by row; room that is used again for every block.
///
/// Beyond the frame its last column and row go on, as encoders pad: so nothing rings at the frame's edge, and samples
/// that lie across it are averages of what is seen.
struct BlockPixels {
    let scale: SampleScale
    private var bytes: [UInt8]

    private var bytesPerRow: Int { scale.blockWidth &* 4 }

    init(scale: SampleScale) {
        self.scale = scale
        bytes = [UInt8](repeating: 0, count: scale.blockWidth * scale.blockHeight * 4)
    }

    /// Calls `body` with the pixels, 4 bytes each.
    @inline(always)
    func withPixels<Result>(_ body: (Span<UInt8>) -> Result) -> Result { body(bytes.span) }

    /// Takes the pixels of the block at `column`, `row`, whose area must begin in the frame.
    mutating func load(_ canvas: borrowing Canvas, column: Int, row: Int) {
        let (left, top) = (column &* scale.blockWidth, row &* scale.blockHeight)
        let right = min(left &+ scale.blockWidth, canvas.size.width)
        let bottom = min(top &+ scale.blockHeight, canvas.size.height)
        for tileRow in top / tileSide...(bottom &- 1) / tileSide {
            for tileColumn in left / tileSide...(right &- 1) / tileSide {
                let position = TilePosition(column: tileColumn, row: tileRow)
                copy(position, of: canvas, left: left, top: top)
            }
        }
        extend(width: right &- left, height: bottom &- top)
    }

    /// Copies what the tile has of the area that begins at `left`, `top`.
    @inline(always)
    private mutating func copy(_ position: TilePosition, of canvas: borrowing Canvas, left: Int, top: Int) {
        let (x, y) = (position.column &* tileSide &- left, position.row &* tileSide &- top)
        let xs = max(0, 0 &- x)..<min(tileSide, scale.blockWidth &- x)
        let ys = max(0, 0 &- y)..<min(tileSide, scale.blockHeight &- y)
        let start = y &* bytesPerRow &+ x &* 4
        switch canvas.tile(column: position.column, row: position.row) {
        case .empty: fill(xs, ys, with: .transparent, at: start)
        case .solid(let color): fill(xs, ys, with: color, at: start)
        case .pixels(let slot):
            let area = RowQuarters(xs: xs, ys: ys)
            let drawn = canvas.drawnQuarters(ofSlot: slot).intersection(area)
            if drawn != area { fill(xs, ys, with: .transparent, at: start) }
            let bytesPerRow = bytesPerRow
            var bytes = bytes.mutableSpan
            canvas.withPixels(ofSlot: slot) { pixels in
                for quarter in drawn {
                    let source = pixels.load(SIMD4<UInt32>.self, at: quarter.firstByte)
                    bytes.store(source, at: start &+ quarter.y &* bytesPerRow &+ quarter.x &* 4)
                }
            }
        }
    }

    /// Makes `xs` × `ys` of the tile whose first byte is at `start` one color; `xs` are whole quarters.
    private mutating func fill(_ xs: Range<Int>, _ ys: Range<Int>, with color: PremultipliedRGBA8, at start: Int) {
        let pixels = VectorKernel16.pixels(of: color, coverage: VectorKernel16.Coverage(repeating: 255))
        let bytesPerRow = bytesPerRow
        var bytes = bytes.mutableSpan
        for y in ys {
            for x in stride(from: xs.lowerBound, to: xs.upperBound, by: RowQuarters.pixelsPerQuarter) {
                bytes.store(pixels, at: start &+ y &* bytesPerRow &+ x &* 4)
            }
        }
    }

    /// Repeats the last of `width` columns and of `height` rows up to the area's end.
    @inline(always)
    private mutating func extend(width: Int, height: Int) {
        guard width < scale.blockWidth || height < scale.blockHeight else { return }
        repeatEdges(width: width, height: height)
    }

    private mutating func repeatEdges(width: Int, height: Int) {
        for y in 0..<scale.blockHeight {
            for x in 0..<scale.blockWidth where x >= width || y >= height {
                let source = min(y, height - 1) * bytesPerRow + min(x, width - 1) * 4
                for channel in 0..<4 { bytes[y * bytesPerRow + x * 4 + channel] = bytes[source + channel] }
            }
        }
    }
}
