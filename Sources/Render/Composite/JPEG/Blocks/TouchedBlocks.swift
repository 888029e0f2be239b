/// Which blocks of one component a canvas draws on: a bit for each.
struct TouchedBlocks {
    private let columnCount: Int
    private let rowCount: Int
    private let wordsPerRow: Int
    private var words: [UInt64]

    init(of canvas: borrowing Canvas, scale: SampleScale) {
        columnCount = (canvas.size.width + scale.blockWidth - 1) / scale.blockWidth
        rowCount = (canvas.size.height + scale.blockHeight - 1) / scale.blockHeight
        wordsPerRow = (columnCount + UInt64.bitWidth - 1) / UInt64.bitWidth
        words = [UInt64](repeating: 0, count: wordsPerRow * rowCount)
        for position in canvas.drawnTiles { insert(canvas.drawnVisibleQuarters(of: position), of: position, scale) }
    }

    /// Whether the canvas draws on the block's area; of no block beyond the frame.
    @inline(always)
    func contains(column: Int, row: Int) -> Bool {
        guard 0..<columnCount ~= column, 0..<rowCount ~= row else { return false }
        return words[row &* wordsPerRow &+ column &>> 6] &>> UInt64(truncatingIfNeeded: column) & 1 == 1
    }

    /// Calls `body` with each of them among `columns` × `rows`.
    func forEach(columns: Int, rows: Int, _ body: (_ column: Int, _ row: Int) -> Void) {
        for row in 0..<min(rows, rowCount) {
            for word in 0..<wordsPerRow {
                var rest = words[row &* wordsPerRow &+ word]
                while rest != 0 {
                    let column = word &* UInt64.bitWidth &+ rest.trailingZeroBitCount
                    rest &= rest &- 1
                    if column < columns { body(column, row) }
                }
            }
        }
    }

    /// A tile holds parts of one block or, where blocks are smaller, whole ones.
    private mutating func insert(_ drawn: RowQuarters, of position: TilePosition, _ scale: SampleScale) {
        let firstColumn = position.column &* tileSide / scale.blockWidth
        let (width, height) = (min(scale.blockWidth, tileSide), min(scale.blockHeight, tileSide))
        var (row, y) = (position.row &* tileSide / scale.blockHeight, 0)
        while y < tileSide {
            var (column, x) = (firstColumn, 0)
            while x < tileSide {
                let area = RowQuarters(xs: x..<x &+ width, ys: y..<y &+ height)
                if !drawn.intersection(area).isEmpty {
                    words[row &* wordsPerRow &+ column &>> 6] |= 1 &<< UInt64(truncatingIfNeeded: column)
                }
                (column, x) = (column &+ 1, x &+ width)
            }
            (row, y) = (row &+ 1, y &+ height)
        }
    }
}

extension Canvas {
    /// What is drawn on of the tile and lies in the frame at least in part.
    fileprivate func drawnVisibleQuarters(of position: TilePosition) -> RowQuarters {
        let visible = TilePlace(position, in: size).visibleQuarters
        return switch tile(column: position.column, row: position.row) {
        case .empty: .none
        case .solid: visible
        case .pixels(let slot): drawnQuarters(ofSlot: slot).intersection(visible)
        }
    }
}
