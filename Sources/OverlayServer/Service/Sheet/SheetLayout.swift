package import Render

/// A rectangle of whole pixels.
package struct PixelBlock: Hashable, Sendable {
    package let x: Int
    package let y: Int
    package let width: Int
    package let height: Int

    var rect: PixelRect {
        PixelRect(x: Double(x), y: Double(y), width: Double(width), height: Double(height))
    }
}

/// Where everything stands on a sheet: a heading, and below it rows of tiles with a caption under each, all gutters alike.
package struct SheetLayout: Sendable {
    package let size: PixelSize
    package let columns: Int
    /// Of the picture in a tile, in pixels.
    package let tile: PixelSize
    /// Between tiles, and around them.
    let gutter: Int
    /// The em of captions, in pixels.
    package let captionSize: Double
    /// The em of the heading, in pixels.
    let headingSize: Double
    private let left: Int
    private let headingHeight: Int
    private let captionHeight: Int

    /// Of a tile, in pixels.
    private static let leastTileWidth = 32
    /// Of one that nobody has asked for in so many words.
    private static let usualLeastTileWidth = 64
    /// So many pixels take 256 MB while they are drawn.
    private static let pixelLimit = 64_000_000
    /// What JPEG can hold.
    private static let longestSide = 65_500
    /// Of width to height.
    private static let wantedShape = 4.0 / 3

    /// `shape`: of the tiles, width to height. Without `columns` there are as many as make the sheet roughly 4:3. Throws where tiles would be too narrow, or
    /// the sheet too large.
    package init(count: Int, shape: Double, width: Int, columns: Int?) throws(RequestError) {
        let candidates = columns.map { [$0] } ?? Array(1...count)
        let layouts = candidates.compactMap { Self(count: count, shape: shape, width: width, exactColumns: $0) }
        let isWide = { (layout: Self) in layout.tile.width >= Self.usualLeastTileWidth }
        let usable = layouts.contains(where: isWide) ? layouts.filter(isWide) : layouts
        guard let best = usable.min(by: { $0.distance(of: count) < $1.distance(of: count) }) else {
            let reason =
                "Tiles would be narrower than \(Self.leastTileWidth) pixels, or the sheet larger than \(Self.pixelLimit / 1_000_000) megapixels."
            throw .malformed(field: columns == nil ? "width" : "columns", reason: reason)
        }
        self = best
    }

    private init?(count: Int, shape: Double, width: Int, exactColumns columns: Int) {
        let base = max((Double(width) / 88).rounded(), 12)
        gutter = Int((base * 0.7).rounded())
        let tileWidth = (width - gutter * (columns + 1)) / columns
        guard tileWidth >= Self.leastTileWidth,
            let tile = PixelSize(width: tileWidth, height: Int(clamping: max((Double(tileWidth) / shape).rounded(), 1)))
        else { return nil }
        captionSize = min(base, max((Double(tileWidth) / 5).rounded(), 9))
        headingSize = (base * 1.15).rounded()
        captionHeight = Int((captionSize * 1.5).rounded())
        headingHeight = Int((headingSize * 1.8).rounded())
        // What division leaves goes to both sides.
        left = (width - tileWidth * columns - gutter * (columns - 1)) / 2
        let rows = (count + columns - 1) / columns
        let height = gutter + headingHeight + rows * (tile.height + captionHeight + gutter)
        guard height <= Self.longestSide, width * height <= Self.pixelLimit,
            let size = PixelSize(width: width, height: height)
        else { return nil }
        (self.size, self.columns, self.tile) = (size, columns, tile)
    }

    /// How far the sheet's shape is from the wanted one; a row that is nearly empty is as bad as a quarter more.
    private func distance(of count: Int) -> Double {
        let shape = Double(size.width) / Double(size.height)
        let emptyShare = Double((columns - count % columns) % columns) / Double(columns)
        return max(shape / Self.wantedShape, Self.wantedShape / shape) * (1 + emptyShare / 4)
    }

    /// Whether captions have room for more than a number.
    var hasDetails: Bool { Double(tile.width) >= captionSize * 6.5 }

    /// Where the picture of a tile stands, counted row by row.
    package func picture(_ index: Int) -> PixelBlock {
        let (row, column) = index.quotientAndRemainder(dividingBy: columns)
        return PixelBlock(
            x: left + column * (tile.width + gutter),
            y: gutter + headingHeight + row * (tile.height + captionHeight + gutter),
            width: tile.width,
            height: tile.height
        )
    }

    /// Where the heading stands, without the space below it.
    var heading: PixelBlock {
        PixelBlock(x: left, y: gutter, width: size.width - 2 * left, height: headingHeight)
    }

    /// The baseline of texts below a picture or in the heading, from where they begin: capitals stand a third of an em below it.
    func baseline(size: Double) -> Int { Int((size * 1.1).rounded()) }
}
