import Detections

/// What a stage found on a frame where it is known what is there.
struct TrackingScene: Sendable {
    /// The tracks of what is there, and of what was found; `nil` without one.
    let truth, found: [TrackID?]
    /// What may be the same thing, by indices of `found` and `truth`.
    let pairs: [Similarity.Pair]

    init(_ found: [Detection], truth: [Detection], on size: FrameSize, _ rule: ComparisonRule) {
        let (found, truth) = (found.compared(by: rule), truth.compared(by: rule))
        (self.found, self.truth) = (found.map(\.trackID), truth.map(\.trackID))
        pairs = Similarity(found, truth, on: size).pairs(above: rule.iouThreshold).filter {
            found[$0.current].isOfClass(of: truth[$0.reference])
        }
    }
}

/// How well a stage detects and tracks, over all frames of which the truth speaks.
///
/// CLEAR MOT: K. Bernardin and R. Stiefelhagen, "Evaluating multiple object tracking performance: the CLEAR MOT metrics", 2008. IDF1:
/// E. Ristani et al., "Performance measures and a data set for multi-target, multi-camera tracking", 2016. A thing stays with the track that
/// followed it last, however long ago, as long as that is near enough (as in motmetrics; TrackEval looks back one frame); the others are assigned so that there are most pairs, and of those the nearest.
package struct TrackingMetrics: Sendable, Equatable {
    /// Things that are there, over all frames.
    package private(set) var truthCount = 0
    /// What was found, over all frames.
    package private(set) var foundCount = 0
    package private(set) var matches = 0
    /// How often another track follows a thing than the one that did last.
    package private(set) var switches = 0
    /// What was found of a track on the thing that is the track's own, in the best assignment of tracks to things.
    package private(set) var identityMatches = 0
    /// Whether both sides have tracks; without, what is said of identities means nothing.
    package private(set) var hasTracks = false

    init(_ scenes: [TrackingScene]) {
        hasTracks =
            scenes.contains { $0.truth.contains { $0 != nil } } && scenes.contains { $0.found.contains { $0 != nil } }
        var followers: [TrackID: TrackID] = [:]
        for scene in scenes {
            truthCount += scene.truth.count
            foundCount += scene.found.count
            for (found, truth) in scene.matches(after: followers) {
                matches += 1
                guard let thing = scene.truth[truth], let track = scene.found[found] else { continue }
                if let former = followers[thing], former != track { switches += 1 }
                followers[thing] = track
            }
        }
        identityMatches = Self.identityMatches(scenes)
    }

    package var falsePositives: Int { foundCount - matches }
    package var misses: Int { truthCount - matches }

    /// `nil` where nothing was found.
    package var precision: Double? { ratio(matches, foundCount) }
    /// `nil` where nothing is there.
    package var recall: Double? { ratio(matches, truthCount) }
    /// `nil` where nothing is there, or a side has no tracks.
    package var mota: Double? {
        hasTracks ? ratio(falsePositives + misses + switches, truthCount).map { 1 - $0 } : nil
    }
    /// `nil` where there is nothing, or a side has no tracks.
    package var idf1: Double? { hasTracks ? ratio(2 * identityMatches, truthCount + foundCount) : nil }

    private func ratio(_ part: Int, _ whole: Int) -> Double? { whole == 0 ? nil : Double(part) / Double(whole) }

    /// On how many frames things and tracks are near each other, of the pairs of both for which that is most in all.
    private static func identityMatches(_ scenes: [TrackingScene]) -> Int {
        var (found, truth) = (Numbering<TrackID>(), Numbering<TrackID>())
        var meetings: [SIMD2<Int>: Int] = [:]
        for scene in scenes {
            for pair in scene.pairs {
                guard let track = scene.found[pair.current], let thing = scene.truth[pair.reference] else { continue }
                meetings[SIMD2(found.number(of: track), truth.number(of: thing)), default: 0] += 1
            }
        }
        let candidates = meetings.map { Assignment.Candidate(row: $0.x, column: $0.y, cost: -Double($1)) }
        let assignment = Assignment(rows: found.count, columns: truth.count, candidates, aloneCost: 0)
        return assignment.columns.enumerated().reduce(0) { sum, pair in
            sum + (pair.element.flatMap { meetings[SIMD2(pair.offset, $0)] } ?? 0)
        }
    }
}

/// Values by number, in the order in which they come first.
private struct Numbering<Value: Hashable> {
    private var numbers: [Value: Int] = [:]

    var count: Int { numbers.count }

    mutating func number(of value: Value) -> Int {
        if let number = numbers[value] { return number }
        numbers[value] = numbers.count
        return numbers.count - 1
    }
}

extension TrackingScene {
    /// More than the distances of all pairs of a frame together: no row stays alone that need not.
    private static let farAway = 1e6

    /// The indices of what was found and what is there that belong together, where `followers` followed each thing last.
    fileprivate func matches(after followers: [TrackID: TrackID]) -> [(found: Int, truth: Int)] {
        var (kept, keptFound, keptTruth) = ([Similarity.Pair](), Set<Int>(), Set<Int>())
        for pair in pairs {
            guard let thing = truth[pair.reference], let track = found[pair.current], followers[thing] == track,
                !keptFound.contains(pair.current), keptTruth.insert(pair.reference).inserted
            else { continue }
            keptFound.insert(pair.current)
            kept.append(pair)
        }
        let open = pairs.filter { !keptFound.contains($0.current) && !keptTruth.contains($0.reference) }
        let candidates = open.map {
            Assignment.Candidate(row: $0.current, column: $0.reference, cost: 1 - $0.similarity)
        }
        let assignment = Assignment(
            rows: found.count,
            columns: truth.count,
            candidates,
            aloneCost: Self.farAway
        )
        return kept.map { ($0.current, $0.reference) }
            + assignment.columns.enumerated().compactMap { row, column in column.map { (row, $0) } }
    }
}
