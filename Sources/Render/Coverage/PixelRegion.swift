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
        for y in 0..<height { dilate(from: y * width, step: 1, count: width, by: distance) }
        for x in 0..<width { dilate(from: x, step: width, count: height, by: distance) }
    }

    private mutating func dilate(from start: Int, step: Int, count: Int, by distance: Int) {
        for direction in [1, -1] {
            var left = 0
            var offset = direction == 1 ? start : start + (count - 1) * step
            for _ in 0..<count {
                // A pixel that was inside before is 1, one that is new is 2, so that it does not reach further itself.
                if bytes[offset] == 1 { left = distance } else if left > 0 { (bytes[offset], left) = (2, left - 1) }
                offset += step * direction
            }
        }
        for index in 0..<count where bytes[start + index * step] == 2 { bytes[start + index * step] = 1 }
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
    package func forEachRowOfDistances(upTo limit: Int, _ body: (_ x: Int, _ y: Int, ArraySlice<Int>) -> Void) {
        var distances = bytes.map { $0 == 1 ? 0 : limit + 1 }
        let width = width
        func lower(_ offset: Int, _ other: Int, by step: Int) {
            distances[offset] = min(distances[offset], distances[other] + step)
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
}
