/// The changes of covered area along the 16 pixel rows of one band of tiles.
struct AreaBand {
    private let firstColumn: Int
    private let columnCount: Int
    /// Pixels a row, and one more in which what lies to the right of the band ends up.
    private let stride: Int
    private var deltas: [Float]
    /// For each row, the covered area that enters the band from its left.
    private var entering = RowArea.zero
    /// In which rows of each tile an edge changed the area: bit y is row y.
    private var touchedRows: [UInt16]

    init(firstColumn: Int, columnCount: Int) {
        self.firstColumn = firstColumn
        self.columnCount = columnCount
        stride = columnCount * tileSide + 2
        deltas = [Float](repeating: 0, count: stride * tileSide)
        touchedRows = [UInt16](repeating: 0, count: columnCount + 1)
    }

    /// `bandTop`: the frame row of the band's first pixel row.
    mutating func add(_ edge: PolygonEdge, bandTop: Double) {
        let left = Double(firstColumn * tileSide)
        let right = Double(columnCount * tileSide)
        let top = Int(clamping: bandTop)
        edge.forEachRow(from: top, count: tileSide) { row, height, x0, x1 in
            let (low, high) = x0 < x1 ? (x0 - left, x1 - left) : (x1 - left, x0 - left)
            let area = Float(height) * edge.winding
            if low >= 0, high <= right {
                addPiece(row: row - top, low: low, high: high, area: area)
            } else {
                addClipped(row: row - top, low: low, high: high, right: right, area: area)
            }
        }
    }

    /// What lies left of the band covers its whole row; what lies right of it, nothing.
    private mutating func addClipped(row: Int, low: Double, high: Double, right: Double, area: Float) {
        if high <= 0 {
            entering[row] += area
            return
        }
        guard low < right else { return }
        // High is above low here: one of them is on each side of 0 or of the right end.
        let perPixel = Double(area) / (high - low)
        if low < 0 { entering[row] += Float(perPixel * -low) }
        let inside = (low: max(low, 0), high: min(high, right))
        addPiece(row: row, low: inside.low, high: inside.high, area: Float(perPixel * (inside.high - inside.low)))
    }

    /// Adds an edge piece that runs from `low` to `high` and changes the area to its right by `area`.
    ///
    /// A pixel i is covered by rise · ∫ clamp(i + 1 − x, 0, 1) dx over the piece, rise being area / (high − low): half a
    /// head² in the first pixel, what lies before a pixel and half of it in between, all but half a tail² in the last.
    private mutating func addPiece(row: Int, low: Double, high: Double, area: Float) {
        let start = row * stride
        let first = Int(clamping: low)
        let last = Int(clamping: high)
        touch(row: row, first, last)
        var deltas = deltas.mutableSpan
        guard first < last else {
            let middle = Float((low + high) / 2 - Double(first))
            deltas[start + first] += area * (1 - middle)
            deltas[start + first + 1] += area * middle
            return
        }
        let rise = area / Float(high - low)
        let head = Float(Double(first + 1) - low)
        let tail = Float(high - Double(last))
        var covered = 0.5 * rise * head * head
        deltas[start + first] += covered
        var before = rise * head
        for pixel in first + 1..<last {
            let next = before + 0.5 * rise
            deltas[start + pixel] += next - covered
            covered = next
            before += rise
        }
        let lastCovered = area - 0.5 * rise * tail * tail
        deltas[start + last] += lastCovered - covered
        deltas[start + last + 1] += area - lastCovered
    }

    private mutating func touch(row: Int, _ first: Int, _ last: Int) {
        let bit = UInt16(1) &<< UInt16(truncatingIfNeeded: row)
        for tile in first / tileSide...min((last + 1) / tileSide, columnCount) { touchedRows[tile] |= bit }
    }

    /// Passes the band's coverage on and clears it for the next one. `row`: the band's row of tiles.
    mutating func emit<Sink: CoverageSink>(row: Int, rule: FillRule, into sink: inout Sink, with paint: Sink.Paint) {
        var sums = entering
        var uniform: UniformTile?
        for tile in 0..<columnCount {
            if touchedRows[tile] != 0 {
                emitTouched(tile: tile, row: row, rule: rule, sums: &sums, into: &sink, with: paint)
                uniform = nil
            } else {
                let rows = uniform ?? UniformTile(areas: rule.covered(sums))
                rows.emit(column: firstColumn + tile, row: row, into: &sink, with: paint)
                uniform = rows
            }
        }
        clearRest()
    }

    /// Clears the tile, too.
    private mutating func emitTouched<Sink: CoverageSink>(
        tile: Int,
        row: Int,
        rule: FillRule,
        sums: inout RowArea,
        into sink: inout Sink,
        with paint: Sink.Paint
    ) {
        let (rows, column) = (touchedRows[tile], firstColumn + tile)
        touchedRows[tile] = 0
        // Of rows that no edge touches.
        let even = rule.covered(sums).coverage
        var start = tile * tileSide
        let stride = stride
        var deltas = deltas.mutableSpan
        for y in 0..<tileSide {
            defer { start += stride }
            guard rows &>> UInt16(truncatingIfNeeded: y) & 1 == 1 else {
                TileRow(repeating: even[y]).cover(column: column, row: row, ys: y..<y + 1, of: &sink, with: paint)
                continue
            }
            var sum = sums[y]
            var areas = RowArea.zero
            for x in 0..<tileSide {
                sum += deltas[start + x]
                areas[x] = sum
            }
            // In a loop of its own: the one before stays in registers.
            for x in 0..<tileSide { deltas[start + x] = 0 }
            sums[y] = sum
            let coverage = rule.covered(areas).coverage
            coverage.cover(column: column, row: row, ys: y..<y + 1, of: &sink, with: paint)
        }
    }

    /// What lies to the right of all tiles, and to the left.
    private mutating func clearRest() {
        entering = .zero
        guard touchedRows[columnCount] != 0 else { return }
        touchedRows[columnCount] = 0
        for y in 0..<tileSide {
            for x in columnCount * tileSide..<stride { deltas[y * stride + x] = 0 }
        }
    }
}

/// A tile that no edge touches: each of its rows is covered evenly.
private struct UniformTile {
    /// For each row, what every pixel of it is covered by.
    private let rows: TileRow

    init(areas: RowArea) { rows = areas.coverage }

    func emit<Sink: CoverageSink>(column: Int, row: Int, into sink: inout Sink, with paint: Sink.Paint) {
        var y = 0
        while y < tileSide {
            let value = rows[y]
            var end = y + 1
            while end < tileSide, rows[end] == value { end += 1 }
            TileRow(repeating: value).cover(column: column, row: row, ys: y..<end, of: &sink, with: paint)
            y = end
        }
    }
}

extension FillRule {
    /// The area that counts as inside where the contours wind `areas` times round.
    fileprivate func covered(_ areas: RowArea) -> RowArea {
        let turns = areas.replacing(with: -areas, where: areas .< 0)
        switch self {
        case .nonZero:
            return turns
        case .evenOdd:
            let phase = turns - 2 * (turns / 2).rounded(.down)
            return phase.replacing(with: 2 - phase, where: phase .> 1)
        }
    }
}

/// The covered area of the 16 pixels of one row of a tile, 0…1 each.
typealias RowArea = SIMD16<Float>

extension RowArea {
    /// The pixels' columns, from 0 to 15.
    private static let columns = RowArea(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15)

    /// How much of each of 16 unit cells, the first of which begins at 0, lies between `low` and `high`.
    static func overlaps(from low: Double, to high: Double) -> RowArea {
        // Only what lies within the 16 cells counts, where Float is exact enough.
        let low = RowArea(repeating: Float(Swift.min(Swift.max(low, -1), 17)))
        let high = RowArea(repeating: Float(Swift.min(Swift.max(high, -1), 17)))
        let starts = columns.replacing(with: low, where: low .> columns)
        let columnEnds = columns + 1
        let ends = columnEnds.replacing(with: high, where: high .< columnEnds)
        let overlaps = ends - starts
        return overlaps.replacing(with: RowArea.zero, where: overlaps .< 0)
    }

    /// Each area cut to 0…1, as coverage 0…255 rounded to nearest (halves to even).
    ///
    /// Added to 2²³, a number below 2²³ stands rounded in the lowest bits of the sum.
    var coverage: TileRow {
        var area = replacing(with: 0, where: self .< 0)
        area = area.replacing(with: 1, where: area .> 1)
        let shifted = area * 255 + 8_388_608
        // Lane by lane, because the generic conversion is not inlined.
        func byte(_ x: Int) -> UInt8 { UInt8(truncatingIfNeeded: shifted[x].bitPattern) }
        return TileRow(
            SIMD16<UInt8>(
                lowHalf: SIMD8(byte(0), byte(1), byte(2), byte(3), byte(4), byte(5), byte(6), byte(7)),
                highHalf: SIMD8(byte(8), byte(9), byte(10), byte(11), byte(12), byte(13), byte(14), byte(15))
            )
        )
    }
}
