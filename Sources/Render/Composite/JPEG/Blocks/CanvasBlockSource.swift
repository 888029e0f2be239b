/// What a canvas has for the blocks of one scale: which it touches, and the sums of its pixels over the last one asked
/// for, kept for the components that lie over each other.
struct CanvasBlockSource {
    let touched: TouchedBlocks
    private var pixels: BlockPixels
    private var column = -1
    private var row = -1
    private(set) var sums = BlockSums()

    var scale: SampleScale { pixels.scale }

    init(_ canvas: borrowing Canvas, scale: SampleScale) {
        touched = TouchedBlocks(of: canvas, scale: scale)
        pixels = BlockPixels(scale: scale)
    }

    @inline(always)
    mutating func load(_ canvas: borrowing Canvas, column: Int, row: Int) {
        guard column != self.column || row != self.row else { return }
        (self.column, self.row) = (column, row)
        if let color = color(of: canvas, column: column, row: row) {
            return sums.load(color, pixelCount: scale.pixelCount)
        }
        pixels.load(canvas, column: column, row: row)
        sums.load(pixels)
    }

    /// The color of the tile that the block's area lies in, if it has one all over.
    @inline(always)
    private func color(of canvas: borrowing Canvas, column: Int, row: Int) -> PremultipliedRGBA8? {
        guard scale.horizontal <= 2, scale.vertical <= 2 else { return nil }
        let (x, y) = (column &* scale.blockWidth, row &* scale.blockHeight)
        guard case .solid(let color) = canvas.tile(column: x / tileSide, row: y / tileSide) else { return nil }
        return color
    }
}
