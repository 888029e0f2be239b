/// Masks of pictures that are a part of a frame, or have padding around it.
extension RunLengthMask {
    /// The mask stretched to a frame, of whose size it is then.
    package func stretched(to frame: FrameSize) throws(RunLengthMaskError) -> RunLengthMask {
        guard width != frame.width || height != frame.height else { return self }
        return try placed(over: PictureRegion(of: frame), on: frame)
    }

    /// The mask as it lies on a frame, of whose size it is then, where its picture covers `box`.
    package func placed(over box: DetectionBox, on frame: FrameSize) throws(RunLengthMaskError) -> RunLengthMask {
        guard let region = PictureRegion(x: box.minX, y: box.minY, width: box.width, height: box.height) else {
            throw .badSize(height: height, width: width)
        }
        return try placed(over: region, on: frame)
    }

    /// The mask as it lies on a frame, of whose size it is then, where its picture covers `region`: by nearest pixels.
    ///
    /// Throws where the frame has more pixels than a mask may have.
    func placed(over region: PictureRegion, on frame: FrameSize) throws(RunLengthMaskError) -> RunLengthMask {
        // Longer ones would cost more than their few bytes are worth.
        guard FrameSize(width: width, height: height) != nil else { throw .badSize(height: height, width: width) }
        let columns = (0..<frame.width).map { Self.source(of: $0, region.x, region.width, count: width) }
        let rows = (0...height).map { row in
            // The first frame row whose centre lies at or below the upper side of the mask's row.
            let edge = (region.y + Double(row) * region.height / Double(height) - 0.5).rounded(.up)
            return Int(min(max(edge, 0), Double(frame.height)))
        }
        let inside = insideRows()
        var builder = RunBuilder()
        for column in columns {
            var end = 0
            for rowRange in column.map({ inside[$0] }) ?? [] {
                let (low, high) = (rows[rowRange.lowerBound], rows[rowRange.upperBound])
                builder.append(false, low - end)
                builder.append(true, high - low)
                end = high
            }
            builder.append(false, frame.height - end)
        }
        return try RunLengthMask(height: frame.height, width: frame.width, runs: builder.runs)
    }

    /// The mask's pixel whose middle is nearest to that of the frame's pixel `position`; `nil` outside.
    private static func source(of position: Int, _ start: Double, _ length: Double, count: Int) -> Int? {
        let source = ((Double(position) + 0.5 - start) * Double(count) / length).rounded(.down)
        return source >= 0 && source < Double(count) ? Int(source) : nil
    }

    /// For each column the rows that are inside, from top to bottom.
    private func insideRows() -> [[Range<Int>]] {
        var columns = [[Range<Int>]](repeating: [], count: width)
        var position = 0
        for (index, run) in runs.enumerated() {
            let end = position + Int(run)
            if !index.isMultiple(of: 2) {
                while position < end {
                    let (column, row) = position.quotientAndRemainder(dividingBy: height)
                    let count = min(end - position, height - row)
                    columns[column].append(row..<row + count)
                    position += count
                }
            }
            position = end
        }
        return columns
    }
}

/// Puts runs together, zeros first.
struct RunBuilder {
    private(set) var runs: [UInt32] = [0]

    mutating func append(_ isInside: Bool, _ count: Int) {
        guard count > 0 else { return }
        if runs.count.isMultiple(of: 2) == isInside {
            runs[runs.count - 1] += UInt32(count)
        } else {
            runs.append(UInt32(count))
        }
    }
}
