/// When the frames of a timeline are.
struct TimelineTimes {
    private struct Moment {
        let time: Double
        let number: Int
        /// Half of the time to the nearer neighbour, in seconds.
        var reach: Double
    }

    /// In order of their times.
    private let moments: [Moment]
    private let indices: [Int: Int]

    /// Half of a frame at 25 a second, for a timeline of one frame.
    private static let loneReach = 0.02
    /// What rounded decimals may add to a distance, in seconds.
    private static let rounding = 1e-6

    /// Frames without a time are left out.
    init(_ frames: some Sequence<(number: Int, timestamp: Double?)>) {
        var moments = frames.compactMap { frame in
            frame.timestamp.map { Moment(time: $0, number: frame.number, reach: Self.loneReach) }
        }
        moments.sort { ($0.time, $0.number) < ($1.time, $1.number) }
        for index in moments.indices {
            let neighbours = [index - 1, index + 1].filter(moments.indices.contains)
            let gaps = neighbours.map { abs(moments[$0].time - moments[index].time) }
            if let gap = gaps.filter({ $0 > 0 }).min() { moments[index].reach = gap / 2 }
        }
        self.moments = moments
        indices = Dictionary(moments.enumerated().map { ($1.number, $0) }) { first, _ in first }
    }

    var isEmpty: Bool { moments.isEmpty }

    /// In seconds; `nil` where nobody says when that frame is.
    subscript(number: Int) -> Double? { indices[number].map { moments[$0].time } }

    /// Whether `time` is that of frame `number`, to half of a frame's length.
    func isTime(_ time: Double, ofFrame number: Int) -> Bool {
        indices[number].map { distance(from: time, to: moments[$0]) <= moments[$0].reach } ?? false
    }

    /// The frame that is nearest to `time`, at most half of its length away, and how far it is, in seconds.
    func nearest(to time: Double) -> (number: Int, distance: Double)? {
        var (low, high) = (0, moments.count)
        while low < high {
            let middle = low + (high - low) / 2
            if moments[middle].time < time { low = middle + 1 } else { high = middle }
        }
        let candidates = [low - 1, low].filter(moments.indices.contains).map { moments[$0] }
        guard let best = candidates.min(by: { distance(from: time, to: $0) < distance(from: time, to: $1) }) else {
            return nil
        }
        let gap = distance(from: time, to: best)
        return gap <= best.reach ? (best.number, gap) : nil
    }

    private func distance(from time: Double, to moment: Moment) -> Double {
        max(abs(time - moment.time) - Self.rounding, 0)
    }
}
