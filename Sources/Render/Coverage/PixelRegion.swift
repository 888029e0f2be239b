/// The pixels of a part of a frame that shapes touch, however little.
package struct PixelRegion: CoverageSink {
    package typealias Paint = Void

    /// The tiles that it may have pixels of.
    private let grid: TileGrid
    private let frame: PixelSize
    /// Row by row, 1 for a pixel that is inside; then some of no meaning, so that eight can be read from any.
    private var bytes: [UInt8]

    private var width: Int { grid.columns.count * tileSide }
    private var height: Int { grid.rows.count * tileSide }
    private var left: Int { grid.columns.lowerBound * tileSide }
    private var top: Int { grid.rows.lowerBound * tileSide }

    /// Empty, for shapes within `bounds`; `nil` where these do not touch the frame.
    package init?(within bounds: PixelRect, of frame: PixelSize) {
        guard let grid = TileGrid(touching: bounds, in: TileGrid(covering: frame)) else { return nil }
        self.init(grid, frame)
    }

    /// Empty, for shapes anywhere on the frame.
    package init(of frame: PixelSize) { self.init(TileGrid(covering: frame), frame) }

    private init(_ grid: TileGrid, _ frame: PixelSize) {
        (self.grid, self.frame) = (grid, frame)
        bytes = [UInt8](repeating: 0, count: grid.columns.count * grid.rows.count * tileSide * tileSide + 8)
    }

    package mutating func coverTile(column: Int, row: Int, with paint: Void) {
        insert(.full, column: column, row: row, ys: 0..<tileSide)
    }

    package mutating func coverRows(column: Int, row: Int, ys: Range<Int>, coverage: Span<UInt8>, with paint: Void) {
        insert(coverage.load(RowOfTile.self, at: 0).touched, column: column, row: row, ys: ys)
    }

    private mutating func insert(_ pixels: RowOfTile, column: Int, row: Int, ys: Range<Int>) {
        guard grid.columns.contains(column), grid.rows.contains(row) else { return }
        let (start, width) = (offset(column, row, 0), width)
        var bytes = bytes.mutableSpan
        for y in ys {
            let place = start + y * width
            bytes.store(bytes.load(RowOfTile.self, at: place) | pixels, at: place)
        }
    }

    private func offset(_ column: Int, _ row: Int, _ y: Int) -> Int {
        ((row - grid.rows.lowerBound) * tileSide + y) * width + (column - grid.columns.lowerBound) * tileSide
    }

    package mutating func insert(_ path: Path, rule: FillRule = .nonZero) {
        guard var rasterizer = PolygonRasterizer(filling: path, rule: rule, in: TileGrid(covering: frame)) else {
            return
        }
        rasterizer.rasterize(into: &self, with: ())
    }

    package mutating func insert(_ mask: RunLengthCoverage) { mask.rasterize(frameSize: frame, into: &self, with: ()) }

    /// Also those that are at most `distance` pixels to the side and as many up or down of one that is inside, as far as the bounds reach.
    package mutating func dilate(by distance: Int) {
        guard distance > 0 else { return }
        dilateRows(by: distance)
        // What is inside of a row reaches itself and `distance` others; twice as many with each step.
        for isUp in [false, true] {
            var reached = 1
            while reached <= distance {
                let step = min(reached, distance + 1 - reached)
                spread(by: step, isUp: isUp)
                reached += step
            }
        }
    }

    private mutating func dilateRows(by distance: Int) {
        var runs: [(xs: Range<Int>, y: Int)] = []
        forEachRun { runs.append(($0, $1)) }
        let (width, left, top) = (width, left, top)
        var bytes = bytes.mutableSpan
        for (xs, y) in runs {
            let (start, xs) = ((y - top) * width, xs.lowerBound - left..<xs.upperBound - left)
            for x in max(xs.lowerBound - distance, 0)..<xs.lowerBound { bytes[start + x] = 1 }
            for x in xs.upperBound..<min(xs.upperBound + distance, width) { bytes[start + x] = 1 }
        }
    }

    /// Adds to each row what is inside of the one that is `step` rows before it, on the way down or up.
    private mutating func spread(by step: Int, isUp: Bool) {
        let (width, height) = (width, height)
        guard step < height else { return }
        var bytes = bytes.mutableSpan
        // The last on the way first, so that each row takes what was there before.
        for number in step..<height {
            let y = isUp ? number - step : height - 1 - (number - step)
            let (row, source) = (y * width, (isUp ? y + step : y - step) * width)
            for x in stride(from: 0, to: width, by: tileSide) {
                let reached = bytes.load(RowOfTile.self, at: source + x)
                bytes.store(bytes.load(RowOfTile.self, at: row + x) | reached, at: row + x)
            }
        }
    }

    /// The smallest rectangle of whole pixels of the frame around all that are inside; `nil` where none is.
    package var bounds: PixelRect? {
        var (columns, rows) = (Int.max..<Int.max, Int.max..<Int.max)
        forEachRun { xs, y in
            columns =
                min(
                    columns.lowerBound,
                    xs.lowerBound
                )..<(rows.isEmpty ? xs.upperBound : max(columns.upperBound, xs.upperBound))
            rows = min(rows.lowerBound, y)..<y + 1
        }
        guard !rows.isEmpty else { return nil }
        return PixelRect(
            minX: Double(columns.lowerBound),
            minY: Double(rows.lowerBound),
            maxX: Double(columns.upperBound),
            maxY: Double(rows.upperBound)
        )
    }

    /// Pixels of the frame side by side that are inside, or outside, row by row.
    package func forEachRun(inside isInside: Bool = true, _ body: (Range<Int>, Int) -> Void) {
        let wanted: UInt8 = isInside ? 1 : 0
        let end = min(width, frame.width - left)
        for y in 0..<min(height, frame.height - top) {
            var x = 0
            while x < end {
                let start = endOfRun(of: 1 - wanted, from: x, to: end, y)
                x = endOfRun(of: wanted, from: start, to: end, y)
                if start < x { body(left + start..<left + x, top + y) }
            }
        }
    }

    /// The first pixel from `start` on that is something else, or `end`.
    private func endOfRun(of value: UInt8, from start: Int, to end: Int, _ y: Int) -> Int {
        let bytes = bytes.span
        let pattern = UInt64(value) &* 0x0101_0101_0101_0101
        var x = start
        while x < end {
            let others = bytes.bigEndianWord(at: y &* width &+ x) ^ pattern
            guard others == 0 else { return min(x &+ others.leadingZeroBitCount &>> 3, end) }
            x &+= 8
        }
        return end
    }

    /// Row by row of the bounds that the frame has, from their left end (`x`, `y`) on: how far each pixel is from those inside, in thirds of a pixel, at most
    /// `limit` + 1.
    ///
    /// The chamfer distance of Borgefors, "Distance transformations in digital images" (1986): 3 to the side, 4 across.
    package func forEachRowOfDistances(upTo limit: Int, _ body: (_ x: Int, _ y: Int, ArraySlice<Int16>) -> Void) {
        var distances = bytes.map { $0 == 1 ? 0 : Int16(clamping: limit + 1) }
        let width = width
        func lower(_ offset: Int, _ other: Int, by step: Int16) {
            distances[offset] = min(distances[offset], distances[other] &+ step)
        }
        for y in 0..<height {
            for x in 0..<width {
                let offset = y * width + x
                if x > 0 { lower(offset, offset - 1, by: 3) }
                guard y > 0 else { continue }
                lower(offset, offset - width, by: 3)
                if x > 0 { lower(offset, offset - width - 1, by: 4) }
                if x + 1 < width { lower(offset, offset - width + 1, by: 4) }
            }
        }
        for y in (0..<height).reversed() {
            for x in (0..<width).reversed() {
                let offset = y * width + x
                if x + 1 < width { lower(offset, offset + 1, by: 3) }
                guard y + 1 < height else { continue }
                lower(offset, offset + width, by: 3)
                if x > 0 { lower(offset, offset + width - 1, by: 4) }
                if x + 1 < width { lower(offset, offset + width + 1, by: 4) }
            }
        }
        for y in 0..<min(height, frame.height - top) {
            body(left, top + y, distances[y * width..<y * width + min(width, frame.width - left)])
        }
    }

    /// Covers all of the frame that is outside.
    package func rasterizeOutside<Sink: CoverageSink>(into sink: inout Sink, with paint: Sink.Paint) {
        let all = TileGrid(covering: frame)
        for row in all.rows {
            for column in all.columns {
                guard grid.rows.contains(row), grid.columns.contains(column), !isEmpty(column, row) else {
                    sink.coverTile(column: column, row: row, with: paint)
                    continue
                }
                for y in 0..<tileSide {
                    let pixels = bytes.span.load(RowOfTile.self, at: offset(column, row, y))
                    pixels.outside.cover(column: column, row: row, ys: y..<y + 1, of: &sink, with: paint)
                }
            }
        }
    }

    private func isEmpty(_ column: Int, _ row: Int) -> Bool {
        let bytes = bytes.span
        var pixels = RowOfTile.zero
        for y in 0..<tileSide { pixels |= bytes.load(RowOfTile.self, at: offset(column, row, y)) }
        return pixels == .zero
    }
}

/// The pixels of one row of a tile, a byte for each, eight in each half.
private typealias RowOfTile = SIMD2<UInt64>

extension RowOfTile {
    /// All inside.
    fileprivate static var full: Self { Self(repeating: 0x0101_0101_0101_0101) }

    /// 1 for each byte that is not 0.
    @inline(always)
    fileprivate var touched: Self {
        let low = Self(repeating: 0x7F7F_7F7F_7F7F_7F7F)
        return ((self & low) &+ low | self) &>> 7 & .full
    }

    /// The coverage of pixels that are not inside.
    @inline(always)
    fileprivate var outside: TileRow {
        let others = self ^ .full
        return TileRow(words: others &<< 8 &- others)
    }
}
