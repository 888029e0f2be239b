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
