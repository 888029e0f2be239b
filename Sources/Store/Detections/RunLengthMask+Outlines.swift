/// Outlines as masks.
extension RunLengthMask {
    /// The pixels of a frame whose middle lies in an odd number of `outlines`, such as those in an outline and in none of its holes.
    ///
    /// Throws where the frame has more pixels than a mask may have.
    package init(evenOdd outlines: [[DetectionPoint]], on frame: FrameSize) throws(RunLengthMaskError) {
        var crossings = [[Double]](repeating: [], count: frame.width)
        for outline in outlines {
            for (index, end) in outline.enumerated() {
                let start = outline[index == 0 ? outline.count - 1 : index - 1]
                let (low, high) = start.x < end.x ? (start, end) : (end, start)
                let columns = [low.x, high.x].map { min(max(($0 - 0.5).rounded(.up), 0), Double(frame.width)) }
                for column in Int(columns[0])..<Int(columns[1]) {
                    let part = (Double(column) + 0.5 - low.x) / (high.x - low.x)
                    crossings[column].append(low.y + part * (high.y - low.y))
                }
            }
        }
        var builder = RunBuilder()
        for column in crossings {
            var (row, isInside) = (0, false)
            for crossing in column.sorted() {
                let next = Int(min(max((crossing - 0.5).rounded(.up), 0), Double(frame.height)))
                builder.append(isInside, next - row)
                (row, isInside) = (next, !isInside)
            }
            builder.append(false, frame.height - row)
        }
        try self.init(height: frame.height, width: frame.width, runs: builder.runs)
    }
}
