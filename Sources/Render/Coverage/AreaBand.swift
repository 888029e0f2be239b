/// The changes of covered area along the 16 pixel rows of one band of tiles.
struct AreaBand {
    private let firstColumn: Int
    private let columnCount: Int
    /// Pixels a row, and one more in which what lies to the right of the band ends up.
    private let stride: Int
    private var deltas: [Float]
    /// For each row, the covered area that enters the band from its left.
    private var entering = InlineArray<16, Float>(repeating: 0)
    /// Whether any edge changed the area inside a tile of the band.
    private var isTouched: [Bool]
    private var coverage = [UInt8](repeating: 0, count: tileSide)

    init(firstColumn: Int, columnCount: Int) {
        self.firstColumn = firstColumn
        self.columnCount = columnCount
        stride = columnCount * tileSide + 2
        deltas = [Float](repeating: 0, count: stride * tileSide)
        isTouched = [Bool](repeating: false, count: columnCount + 1)
    }

    /// `bandTop`: the frame row of the band's first pixel row.
    mutating func add(_ edge: PolygonEdge, bandTop: Double) {
        let left = Double(firstColumn * tileSide)
        let right = Double(columnCount * tileSide)
        let top = Int(bandTop)
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
        let first = Int(low)
        let last = Int(high)
        touch(first, last)
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

    private mutating func touch(_ first: Int, _ last: Int) {
        for tile in first / tileSide...min((last + 1) / tileSide, columnCount) { isTouched[tile] = true }
    }

    /// Passes the band's coverage on and clears it for the next one. `row`: the band's row of tiles.
    mutating func emit<Sink: CoverageSink>(row: Int, rule: FillRule, into sink: inout Sink, with paint: Sink.Paint) {
        var sums = entering
        for tile in 0..<columnCount {
            if isTouched[tile] {
                emitTouched(tile: tile, row: row, rule: rule, sums: &sums, into: &sink, with: paint)
            } else {
                emitUniform(tile: tile, row: row, rule: rule, sums: sums, into: &sink, with: paint)
            }
        }
        clear()
    }

    private mutating func emitTouched<Sink: CoverageSink>(
        tile: Int,
        row: Int,
        rule: FillRule,
        sums: inout InlineArray<16, Float>,
        into sink: inout Sink,
        with paint: Sink.Paint
    ) {
        for y in 0..<tileSide {
            var sum = sums[y]
            let start = y * stride + tile * tileSide
            var seen: UInt8 = 0
            for x in 0..<tileSide {
                sum += deltas[start + x]
                let value = rule.coverage(ofArea: sum)
                coverage[x] = value
                seen |= value
            }
            sums[y] = sum
            guard seen > 0 else { continue }
            sink.coverRow(column: firstColumn + tile, row: row, y: y, coverage: coverage.span, with: paint)
        }
    }

    private mutating func emitUniform<Sink: CoverageSink>(
        tile: Int,
        row: Int,
        rule: FillRule,
        sums: InlineArray<16, Float>,
        into sink: inout Sink,
        with paint: Sink.Paint
    ) {
        var isFull = true
        for y in 0..<tileSide where rule.coverage(ofArea: sums[y]) < 255 { isFull = false }
        if isFull { return sink.coverTile(column: firstColumn + tile, row: row, with: paint) }
        for y in 0..<tileSide {
            let value = rule.coverage(ofArea: sums[y])
            guard value > 0 else { continue }
            for x in 0..<tileSide { coverage[x] = value }
            sink.coverRow(column: firstColumn + tile, row: row, y: y, coverage: coverage.span, with: paint)
        }
    }

    private mutating func clear() {
        entering = InlineArray(repeating: 0)
        for tile in 0...columnCount where isTouched[tile] {
            isTouched[tile] = false
            let first = tile * tileSide
            let end = min(first + tileSide, stride)
            for y in 0..<tileSide {
                for x in first..<end { deltas[y * stride + x] = 0 }
            }
        }
    }
}

extension FillRule {
    /// Coverage of a pixel of which the contours wind `area` times round: 0…255, rounded to nearest.
    fileprivate func coverage(ofArea area: Float) -> UInt8 {
        let turns = abs(area)
        let covered: Float
        switch self {
        case .nonZero:
            covered = min(turns, 1)
        case .evenOdd:
            let phase = turns.truncatingRemainder(dividingBy: 2)
            covered = phase > 1 ? 2 - phase : phase
        }
        return UInt8(covered * 255 + 0.5)
    }
}
