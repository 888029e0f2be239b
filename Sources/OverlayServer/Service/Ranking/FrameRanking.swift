/// The frames of a stage that a person should look at first.
package struct FrameRanking: Sendable {
    /// What they are ranked by.
    package enum Criterion: String, CaseIterable, Sendable {
        /// Things that are not the same as in a reference.
        case difference
        /// Things that the stage is not sure of.
        case lowConfidence = "low_confidence"
        /// Things that it dropped.
        case dropped
        /// Tracks that begin, end, or are away for a while.
        case trackBreaks = "track_breaks"
    }

    package struct Entry: Equatable, Sendable {
        package let frame: Int
        /// In seconds; `nil` where the stage does not say so.
        package let timestamp: Double?
        /// How many such things are there; above 0.
        package let score: Int
        /// What they are, for a person.
        package let detail: String
        /// Of equal scores the higher comes first.
        fileprivate var weight = 0.0
    }

    /// The highest score first, and of equal ones the earlier frame.
    package let entries: [Entry]

    private init(_ entries: [Entry]) {
        self.entries = entries.filter { $0.score > 0 }.sorted {
            (-$0.score, -$0.weight, $0.frame) < (-$1.score, -$1.weight, $1.frame)
        }
    }

    /// By what differs.
    package init(_ comparison: TimelineComparison) {
        self.init(
            comparison.frames.map { frame in
                let detail: String
                switch frame.onlySide {
                case .current: detail = "the reference does not speak of it"
                case .reference: detail = "only the reference speaks of it"
                case nil:
                    detail = Difference.allCases.filter { $0 != .same && frame.counts[$0] > 0 }
                        .map { "\(frame.counts[$0]) \($0.words)" }.joined(separator: ", ")
                }
                let score = frame.thingCount - frame.counts[.same]
                return Entry(frame: frame.number, timestamp: frame.timestamp, score: score, detail: detail)
            }
        )
    }

    /// By what `digest` alone tells; nothing by `difference`.
    package init(_ digest: StageDigest, by criterion: Criterion) {
        switch criterion {
        case .difference: self.init([])
        case .lowConfidence: self.init(digest.frames.map { Self.unsure($0, of: digest) })
        case .dropped: self.init(digest.frames.map { Self.dropped($0, of: digest) })
        case .trackBreaks: self.init(Self.trackBreaks(of: digest))
        }
    }

    /// What the stage kept below it, it is not sure of.
    private static let sureConfidence = 0.5

    private static func unsure(_ frame: StageDigest.Frame, of digest: StageDigest) -> Entry {
        let confidences = digest.entries[frame.entries].filter { $0.dropReason == nil }.map(\.confidence)
        let unsure = confidences.filter { $0 < sureConfidence }
        let least = unsure.min() ?? 0
        let detail =
            "\(unsure.count) below \(sureConfidence), the least \(LabelTemplate.Format.fixed(least, decimals: 2))"
        var entry = Entry(frame: frame.number, timestamp: frame.timestamp, score: unsure.count, detail: detail)
        entry.weight = -least
        return entry
    }

    private static func dropped(_ frame: StageDigest.Frame, of digest: StageDigest) -> Entry {
        let reasons = digest.entries[frame.entries].compactMap(\.dropReason).map { digest.names[$0] ?? "unknown" }
        let counts = reasons.reduce(into: [String: Int]()) { $0[$1, default: 0] += 1 }
        let detail = counts.sorted { (-$0.value, $0.key) < (-$1.value, $1.key) }.map { "\($0.value) \($0.key)" }
        return Entry(
            frame: frame.number,
            timestamp: frame.timestamp,
            score: reasons.count,
            detail: detail.joined(separator: ", ")
        )
    }

    /// Held against the frame before; what the first frame has, and the last, is neither begun nor ended there.
    private static func trackBreaks(of digest: StageDigest) -> [Entry] {
        let tracks = digest.frames.map { frame in
            Set(digest.entries[frame.entries].filter { $0.trackID >= 0 && $0.dropReason == nil }.map(\.trackID))
        }
        var (first, last) = ([Int32: Int](), [Int32: Int]())
        for (index, tracks) in tracks.enumerated() {
            for track in tracks {
                first[track] = first[track] ?? index
                last[track] = index
            }
        }
        return digest.frames.indices.dropFirst().map { index in
            let gone = tracks[index - 1].subtracting(tracks[index])
            let come = tracks[index].subtracting(tracks[index - 1])
            let counts = [
                (gone.count { last[$0] != index - 1 }, "away"), (gone.count { last[$0] == index - 1 }, "ended"),
                (come.count { first[$0] == index }, "began"),
            ]
            return Entry(
                frame: digest.frames[index].number,
                timestamp: digest.frames[index].timestamp,
                score: counts.reduce(0) { $0 + $1.0 },
                detail: counts.filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }.joined(separator: ", ")
            )
        }
    }
}
