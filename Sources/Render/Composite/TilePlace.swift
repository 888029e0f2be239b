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
    func offset(of quarter: TileQuarter) -> Int { offset(ofRow: quarter.y) &+ quarter.x &* 4 }

    /// The quarter rows that are visible at least in part.
    var visibleQuarters: TileQuarters { TileQuarters(xs: 0..<width, ys: 0..<height) }
}
