/// Outlines as masks.
extension RunLengthMask {
    /// The pixels of a frame whose middle lies in an odd number of `outlines`, such as those in an outline and in none of its holes.
    ///
    /// Throws where the frame has more pixels than a mask may have.
    package init(evenOdd outlines: [[DetectionPoint]], on frame: FrameSize) throws(RunLengthMaskError) {
        /// The first column whose middle is not left of `x`.
        func column(_ x: Double) -> Int { Int(min(max((x - 0.5).rounded(.up), 0), Double(frame.width))) }
        let xs = outlines.joined().map(\.x)
        let columns = column(xs.min() ?? 0)..<column(xs.max() ?? 0)
        var crossings = [[Double]](repeating: [], count: columns.count)
        for outline in outlines {
            for (index, end) in outline.enumerated() {
                let start = outline[index == 0 ? outline.count - 1 : index - 1]
                let (low, high) = start.x < end.x ? (start, end) : (end, start)
                for column in column(low.x)..<column(high.x) {
                    let part = (Double(column) + 0.5 - low.x) / (high.x - low.x)
                    crossings[column - columns.lowerBound].append(low.y + part * (high.y - low.y))
                }
            }
        }
        var builder = RunBuilder()
        builder.append(false, columns.lowerBound * frame.height)
        for column in crossings {
            var (row, isInside) = (0, false)
            for crossing in column.sorted() {
                let next = Int(min(max((crossing - 0.5).rounded(.up), 0), Double(frame.height)))
                builder.append(isInside, next - row)
                (row, isInside) = (next, !isInside)
            }
            builder.append(false, frame.height - row)
        }
        builder.append(false, (frame.width - columns.upperBound) * frame.height)
        try self.init(height: frame.height, width: frame.width, runs: builder.runs)
    }
}
