/// The pixels of a part of a frame that shapes touch, however little.
package struct PixelRegion: CoverageSink {
    package typealias Paint = Void

    /// The tiles that it may have pixels of.
    private let grid: TileGrid
    private let frame: PixelSize
    /// Row by row, 1 for a pixel that is inside.
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
        bytes = [UInt8](repeating: 0, count: grid.columns.count * grid.rows.count * tileSide * tileSide)
    }

    package mutating func coverTile(column: Int, row: Int, with paint: Void) {
        guard grid.columns.contains(column), grid.rows.contains(row) else { return }
        for y in 0..<tileSide {
            let start = offset(column, row, y)
            for x in 0..<tileSide { bytes[start + x] = 1 }
        }
    }

    package mutating func coverRows(column: Int, row: Int, ys: Range<Int>, coverage: Span<UInt8>, with paint: Void) {
        guard grid.columns.contains(column), grid.rows.contains(row) else { return }
        for y in ys {
            let start = offset(column, row, y)
            for x in 0..<tileSide where coverage[x] > 0 { bytes[start + x] = 1 }
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
        var rows: [(xs: Range<Int>, y: Int)] = []
        forEachRun { rows.append(($0, $1)) }
        let (width, height, left, top) = (width, height, left, top)
        var bytes = bytes.mutableSpan
        for (xs, y) in rows {
            let start = (y - top) * width
            for x in max(xs.lowerBound - left - distance, 0)..<min(xs.upperBound - left + distance, width) {
                bytes[start + x] = 1
            }
        }
        // Down, and then up: how far each column still reaches from a pixel that was inside before, which is 1; one that is new is 2.
        for isUp in [false, true] {
            var reach = [Int](repeating: 0, count: width)
            for step in 0..<height {
                let start = (isUp ? height - 1 - step : step) * width
                for x in 0..<width {
                    if bytes[start + x] == 1 {
                        reach[x] = distance
                    } else if reach[x] > 0 {
                        (bytes[start + x], reach[x]) = (2, reach[x] - 1)
                    }
                }
            }
        }
        for index in bytes.indices where bytes[index] == 2 { bytes[index] = 1 }
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
            let row = y * width
            var x = 0
            while x < end {
                guard bytes[row + x] == wanted else {
                    x += 1
                    continue
                }
                let start = x
                while x < end, bytes[row + x] == wanted { x += 1 }
                body(left + start..<left + x, top + y)
            }
        }
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
                guard grid.rows.contains(row), grid.columns.contains(column) else {
                    sink.coverTile(column: column, row: row, with: paint)
                    continue
                }
                let starts = (0..<tileSide).map { offset(column, row, $0) }
                if starts.allSatisfy({ start in (0..<tileSide).allSatisfy { bytes[start + $0] == 0 } }) {
                    sink.coverTile(column: column, row: row, with: paint)
                    continue
                }
                for (y, start) in starts.enumerated() {
                    let coverage = InlineArray<16, UInt8> { bytes[start + $0] == 0 ? 255 : 0 }
                    sink.coverRows(column: column, row: row, ys: y..<y + 1, coverage: coverage.span, with: paint)
                }
            }
        }
    }
}
