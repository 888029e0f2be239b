/// A drawn scene before it meets a frame: sparse tiles of premultiplied RGBA.
///
/// Drawing never looks at the frame. Tiles at the right and lower edge reach beyond the frame's size; what is drawn
/// there is never shown.
package struct Canvas: CoverageSink, Sendable {
    package private(set) var size: PixelSize
    package private(set) var grid: TileGrid
    /// Row by row, `grid.columns.count` to a row.
    private var tiles: [Tile]
    /// The tiles that are not empty, in the order in which they were first drawn on.
    package private(set) var drawnTiles: [TilePosition] = []
    /// The pixels of all tiles that have some: `bytesPerTile` each, in the order of `RowQuarters`; then, and where
    /// nothing has been drawn, whatever earlier drawings left.
    private var storage: [UInt8] = []
    /// Places of pixels that an opaque color has covered since; they are given out again.
    private var freeSlots: [Int] = []
    /// For each place, what has been drawn on; the rest is transparent.
    private var drawnQuarters: [RowQuarters] = []

    static let bytesPerTile = tileSide * tileSide * 4
    /// Of a tile's column of quarters.
    private static let bytesPerColumn = bytesPerTile / RowQuarters.columnCount

    /// One tile in this many is expected to need pixels, and room is made for them at once: measured with 20 boxes and
    /// labels on 1080p, growing bit by bit took a third of the drawing.
    private static let expectedShare = 4

    package init(size: PixelSize) {
        self.size = size
        grid = TileGrid(covering: size)
        tiles = [Tile](repeating: .empty, count: grid.columns.count * grid.rows.count)
        storage.reserveCapacity(tiles.count / Self.expectedShare * Self.bytesPerTile)
    }

    /// Makes the canvas empty and of `size`, keeping the memory it has.
    mutating func reset(to size: PixelSize) {
        self.size = size
        grid = TileGrid(covering: size)
        tiles.removeAll(keepingCapacity: true)
        tiles.append(contentsOf: repeatElement(.empty, count: grid.columns.count * grid.rows.count))
        drawnTiles.removeAll(keepingCapacity: true)
        drawnQuarters.removeAll(keepingCapacity: true)
        freeSlots.removeAll(keepingCapacity: true)
    }

    /// How much memory the canvas has for tiles with pixels, in bytes.
    var storageCapacity: Int { storage.capacity }

    package func tile(column: Int, row: Int) -> Tile { tiles[index(column, row)] }

    /// What has been drawn on of the tile at `slot`; the rest of it is transparent.
    package func drawnQuarters(ofSlot slot: Int32) -> RowQuarters { drawnQuarters[Int(slot)] }

    /// Calls `body` with the 16×16 premultiplied pixels of the tile at `slot`, in the order of
    /// `RowQuarters`.
    @inline(always)
    package func withPixels<Result>(ofSlot slot: Int32, _ body: (Span<UInt8>) -> Result) -> Result {
        let start = Int(slot) * Self.bytesPerTile
        return body(storage.span.extracting(start..<start + Self.bytesPerTile))
    }

    private func index(_ column: Int, _ row: Int) -> Int { row * grid.columns.count + column }

    /// Draws `color` on the whole tile.
    package mutating func coverTile(column: Int, row: Int, with color: PremultipliedRGBA8) {
        guard color.alpha > 0 else { return }
        let index = index(column, row)
        switch tiles[index] {
        case .empty:
            tiles[index] = .solid(color)
            drawnTiles.append(TilePosition(column: column, row: row))
        case .solid, .pixels:
            guard !color.isOpaque else {
                if case .pixels(let slot) = tiles[index] { freeSlots.append(Int(slot)) }
                tiles[index] = .solid(color)
                return
            }
            let slot = makePixels(at: index)
            makeDrawn(.all, ofSlot: slot)
            var bytes = storage.mutableSpan
            ActiveKernel.blend(color, count: tileSide * tileSide, onto: &bytes, at: slot * Self.bytesPerTile)
        }
    }

    package mutating func coverRows(
        column: Int,
        row: Int,
        ys: Range<Int>,
        coverage: Span<UInt8>,
        with color: PremultipliedRGBA8
    ) {
        let coverage = coverage.load(SIMD4<UInt32>.self, at: 0)
        guard coverage != .zero else { return }
        let slot = makePixels(at: index(column, row))
        var drawn = drawnQuarters[slot]
        var bytes = storage.mutableSpan
        var sourceCoverage: UInt32 = 0
        var source = VectorKernel16.Pixels.zero
        for column in 0..<RowQuarters.columnCount where coverage[column] != 0 {
            // Most of a row's quarters are covered alike.
            if coverage[column] != sourceCoverage {
                sourceCoverage = coverage[column]
                source = VectorKernel16.pixels(of: color, coverage: VectorKernel16.coverage(UInt64(sourceCoverage)))
            }
            let covered = RowQuarters(column: column, ys: ys)
            let fresh = covered.subtracting(drawn)
            let start = slot &* Self.bytesPerTile &+ column &* Self.bytesPerColumn
            if fresh == covered {
                for y in ys { bytes.store(source, at: start &+ y &* RowQuarters.bytesPerQuarter) }
            } else {
                bytes.fill(fresh, at: slot * Self.bytesPerTile, with: .zero)
                for y in ys {
                    VectorKernel16.blend(source, onto: &bytes, at: start &+ y &* RowQuarters.bytesPerQuarter)
                }
            }
            drawn = drawn.union(covered)
        }
        drawnQuarters[slot] = drawn
    }

    /// Draws the frame's pixels `xs` × `ys`, all of one tile, of `mask`, whose top left byte is put at `origin`.
    mutating func cover(
        xs: Range<Int>,
        ys: Range<Int>,
        by mask: CoverageMask,
        at origin: (x: Int, y: Int),
        with color: PremultipliedRGBA8
    ) {
        let (column, row) = (xs.lowerBound / tileSide, ys.lowerBound / tileSide)
        let slot = makePixels(at: index(column, row))
        let (left, top) = (xs.lowerBound - column * tileSide, ys.lowerBound - row * tileSide)
        makeDrawn(RowQuarters(xs: left..<left + xs.count, ys: top..<top + ys.count), ofSlot: slot)
        var first = (ys.lowerBound - origin.y) * mask.width + xs.lowerBound - origin.x
        let coverage = mask.coverage.span
        var bytes = storage.mutableSpan
        var start = slot * Self.bytesPerTile + top * RowQuarters.bytesPerQuarter
        for _ in ys {
            let row = TileRow(coverage, from: first, count: xs.count, startingAt: left)
            for column in 0..<RowQuarters.columnCount {
                let quarter = row.quarter(column)
                guard quarter != 0 else { continue }
                let source = VectorKernel16.pixels(of: color, coverage: VectorKernel16.coverage(UInt64(quarter)))
                VectorKernel16.blend(source, onto: &bytes, at: start &+ column &* Self.bytesPerColumn)
            }
            first += mask.width
            start += RowQuarters.bytesPerQuarter
        }
    }

    /// Draws premultiplied pixels, all of one row of a tile, the first of them at (`x`, `y`) of the frame.
    mutating func draw(_ pixels: Span<UInt8>, inTileAt x: Int, y: Int) {
        let slot = makePixels(at: index(x / tileSide, y / tileSide))
        let (left, top) = (x % tileSide, y % tileSide)
        var drawn = drawnQuarters[slot]
        var bytes = storage.mutableSpan
        var first = left
        while first < left + pixels.count / 4 {
            let quarter = RowQuarter(x: first, y: top)
            let end = min(quarter.x + RowQuarters.pixelsPerQuarter, left + pixels.count / 4)
            let start = slot * Self.bytesPerTile + quarter.firstByte
            let isFresh = !drawn.contains(quarter)
            if isFresh, end - first == RowQuarters.pixelsPerQuarter {
                bytes.store(pixels.load(SIMD4<UInt32>.self, at: (first - left) * 4), at: start)
            } else {
                if isFresh { bytes.store(SIMD4<UInt32>.zero, at: start) }
                let part = pixels.extracting((first - left) * 4..<(end - left) * 4)
                ScalarKernel.blend(part, onto: &bytes, at: start + (first - quarter.x) * 4)
            }
            first = end
        }
        drawn = drawn.union(RowQuarters(xs: left..<first, ys: top..<top + 1))
        drawnQuarters[slot] = drawn
    }

    /// Makes those of `quarters` that nothing has been drawn on transparent, to be drawn on.
    @inline(always)
    private mutating func makeDrawn(_ quarters: RowQuarters, ofSlot slot: Int) {
        let fresh = quarters.subtracting(drawnQuarters[slot])
        guard !fresh.isEmpty else { return }
        drawnQuarters[slot] = drawnQuarters[slot].union(quarters)
        var bytes = storage.mutableSpan
        bytes.fill(fresh, at: slot * Self.bytesPerTile, with: .zero)
    }

    /// The place of the tile's own pixels; made of what the tile held where it had none.
    @inline(always)
    private mutating func makePixels(at index: Int) -> Int {
        if case .pixels(let slot) = tiles[index] { return Int(slot) }
        return makeFreshPixels(at: index)
    }

    private mutating func makeFreshPixels(at index: Int) -> Int {
        let slot = takeSlot()
        switch tiles[index] {
        case .pixels: break
        case .empty:
            let (row, column) = index.quotientAndRemainder(dividingBy: grid.columns.count)
            drawnTiles.append(TilePosition(column: column, row: row))
        case .solid(let color):
            drawnQuarters[slot] = .all
            let full = VectorKernel16.Coverage(repeating: 255)
            let pixels = VectorKernel16.pixels(of: color, coverage: full)
            var bytes = storage.mutableSpan
            bytes.fill(.all, at: slot * Self.bytesPerTile, with: pixels)
        }
        tiles[index] = .pixels(slot: Int32(slot))
        return slot
    }

    /// A place for pixels, of which nothing has been drawn on.
    private mutating func takeSlot() -> Int {
        if let slot = freeSlots.popLast() {
            drawnQuarters[slot] = .none
            return slot
        }
        let slot = drawnQuarters.count
        if storage.count < (slot + 1) * Self.bytesPerTile {
            storage.append(contentsOf: repeatElement(0, count: Self.bytesPerTile))
        }
        drawnQuarters.append(.none)
        return slot
    }
}

extension MutableSpan where Element == UInt8 {
    /// Writes `pixels` to each of `quarters` of the tile whose bytes begin at `start`.
    @inline(always)
    fileprivate mutating func fill(_ quarters: RowQuarters, at start: Int, with pixels: SIMD4<UInt32>) {
        for quarter in quarters { store(pixels, at: start &+ quarter.firstByte) }
    }
}

extension Canvas {
    /// One pixel of `tile`, which is one of this canvas's; `x` and `y` are counted in the tile.
    package func pixel(of tile: Tile, x: Int, y: Int) -> PremultipliedRGBA8 {
        switch tile {
        case .empty: .transparent
        case .solid(let color): color
        case .pixels(let slot):
            pixel(ofSlot: slot, x: x, y: y)
        }
    }

    private func pixel(ofSlot slot: Int32, x: Int, y: Int) -> PremultipliedRGBA8 {
        let quarter = RowQuarter(x: x, y: y)
        guard drawnQuarters(ofSlot: slot).contains(quarter) else { return .transparent }
        return withPixels(ofSlot: slot) { PremultipliedRGBA8($0, at: quarter.firstByte + (x - quarter.x) * 4) }
    }
}
