/// A binary mask given as COCO run-lengths, drawn as runs: no bitmap of it is ever made.
///
/// Runs go down the columns, left column first, and stand in turn for outside and inside, starting with outside.
/// A mask of another size than the frame is scaled to it by its nearest pixels.
package struct RunLengthCoverage: Hashable, Sendable {
    package let size: PixelSize
    package let runs: [UInt32]

    /// `nil` unless the runs add up to exactly `size.pixelCount`.
    package init?(size: PixelSize, runs: [UInt32]) {
        guard runs.reduce(0, { $0 + Int($1) }) == size.pixelCount else { return nil }
        self.size = size
        self.runs = runs
    }

    /// Covers a frame of `frameSize` pixels.
    package func rasterize<Sink: CoverageSink>(frameSize: PixelSize, into sink: inout Sink, with paint: Sink.Paint) {
        let starts = columnStarts()
        let grid = TileGrid(covering: frameSize)
        var strip = TileStrip(rowCount: grid.rows.count)
        for column in grid.columns {
            let first = column * tileSide
            for x in first..<min(first + tileSide, frameSize.width) {
                let source = (2 * x + 1) * size.width / (2 * frameSize.width)
                addColumn(starts[source], x: x - first, frameHeight: frameSize.height, to: &strip)
            }
            strip.emit(column: column, into: &sink, with: paint)
        }
    }

    /// Where a column begins: in which run, and how much of that run lies in the columns before.
    private struct ColumnStart {
        var run: Int
        var offset: Int
    }

    private func columnStarts() -> [ColumnStart] {
        var starts: [ColumnStart] = []
        starts.reserveCapacity(size.width)
        var position = 0
        for (index, run) in runs.enumerated() {
            let end = position + Int(run)
            while starts.count * size.height < end {
                starts.append(ColumnStart(run: index, offset: starts.count * size.height - position))
            }
            position = end
        }
        return starts
    }

    private func addColumn(_ start: ColumnStart, x: Int, frameHeight: Int, to strip: inout TileStrip) {
        var run = start.run
        var offset = start.offset
        var y = 0
        while y < size.height {
            let end = min(y + Int(runs[run]) - offset, size.height)
            if !run.isMultiple(of: 2) {
                strip.add(x: x, rows: scaled(y, to: frameHeight)..<scaled(end, to: frameHeight))
            }
            y = end
            run += 1
            offset = 0
        }
    }

    /// The first frame row whose centre lies at or below the upper side of mask row `y`: ⌈y · H/h − ½⌉.
    private func scaled(_ y: Int, to frameHeight: Int) -> Int {
        guard frameHeight != size.height else { return y }
        return max((2 * y * frameHeight + size.height - 1) / (2 * size.height), 0)
    }
}

extension RunLengthCoverage {
    /// The smallest rectangle of whole pixels around the mask as a frame of `frameSize` shows it; `nil` where it is empty.
    package func bounds(frameSize: PixelSize) -> PixelRect? {
        var columns: Range<Int>?
        var rows: Range<Int>?
        var position = 0
        for (index, run) in runs.enumerated() {
            let (start, end) = (position, position + Int(run))
            position = end
            guard !index.isMultiple(of: 2), start < end else { continue }
            let (first, last) = (start / size.height, (end - 1) / size.height)
            columns = Self.union(columns, first..<last + 1)
            rows = Self.union(rows, first == last ? start % size.height..<(end - 1) % size.height + 1 : 0..<size.height)
        }
        guard let columns, let rows else { return nil }
        let scale = (
            x: Double(frameSize.width) / Double(size.width),
            y: Double(frameSize.height) / Double(size.height)
        )
        return PixelRect(
            minX: Double(columns.lowerBound) * scale.x,
            minY: Double(rows.lowerBound) * scale.y,
            maxX: Double(columns.upperBound) * scale.x,
            maxY: Double(rows.upperBound) * scale.y
        )
    }

    private static func union(_ first: Range<Int>?, _ second: Range<Int>) -> Range<Int> {
        guard let first else { return second }
        return min(first.lowerBound, second.lowerBound)..<max(first.upperBound, second.upperBound)
    }
}
