package import Detections
import Store

/// What a stage found on a frame, held against what a reference found there, such as the same stage of another job: what both kept.
package struct FrameComparison: Sendable {
    /// A thing that either side or both have found.
    package struct Thing: Sendable {
        /// `nil` for what is lost.
        package let current: Detection?
        /// `nil` for what is added.
        package let reference: Detection?
        /// Of the two places, from the rule's threshold to 1; `nil` where one of them is not there.
        package let similarity: Double?
        /// In the order of `Difference`; at least one.
        package internal(set) var differences: [Difference]
        /// Why the side that lacks it does: where it found it and dropped it, the reason.
        package internal(set) var dropReason: String?
        /// The tracks that followed it until now on the current side, and in the reference; `nil` where that is as it was.
        package internal(set) var formerTracks: (current: TrackID?, reference: TrackID?) = (nil, nil)

        /// The one that is compared, else that of the reference.
        package var detection: Detection {
            // One of them is always there.
            current ?? reference ?? Detection(position: DetectionPosition(frameIndex: 0, detectionIndex: 0))
        }
    }

    /// Those of the current side in its order, then what is lost in the order of the reference.
    package private(set) var things: [Thing]

    /// Both in pixels of a frame of `size`. The places are assigned so that their similarities add up to most: first of things of one class,
    /// then of those that are left over.
    package init(_ current: [Detection], with reference: [Detection], on size: FrameSize, _ rule: ComparisonRule) {
        let (ours, theirs) = (current.compared(by: rule), reference.compared(by: rule))
        var matching = Matching(ours, theirs, on: size, rule.iouThreshold)
        matching.match { $0.isOfClass(of: $1) }
        matching.match { _, _ in true }
        things = ours.enumerated().map { index, detection in
            guard let partner = matching.partners[index] else {
                return Thing(current: detection, reference: nil, similarity: nil, differences: [.added])
            }
            let (other, similarity) = (theirs[partner.index], partner.similarity)
            let differences = Self.differences(detection, other, similarity, rule)
            return Thing(current: detection, reference: other, similarity: similarity, differences: differences)
        }
        let found = Set(matching.partners.compactMap { $0?.index })
        things += theirs.indices.filter { !found.contains($0) }.map {
            Thing(current: nil, reference: theirs[$0], similarity: nil, differences: [.lost])
        }
        explain(.added, by: reference, on: size, rule)
        explain(.lost, by: current, on: size, rule)
    }

    private static func differences(
        _ current: Detection,
        _ reference: Detection,
        _ similarity: Double,
        _ rule: ComparisonRule
    ) -> [Difference] {
        var differences: [Difference] = []
        if similarity < rule.sameIoU { differences.append(.moved) }
        if !current.isOfClass(of: reference) { differences.append(.classChanged) }
        if let confidence = current.confidence, let other = reference.confidence,
            abs(confidence - other) > rule.confidenceTolerance
        {
            differences.append(.confidenceChanged)
        }
        return differences.isEmpty ? [.same] : differences
    }

    /// Says of what one side lacks why it dropped it, where it did.
    private mutating func explain(
        _ difference: Difference,
        by detections: [Detection],
        on size: FrameSize,
        _ rule: ComparisonRule
    ) {
        let dropped = detections.filter { $0.status == .dropped }
        let open = things.indices.filter { things[$0].differences == [difference] }
        guard !dropped.isEmpty, !open.isEmpty else { return }
        var matching = Matching(open.map { things[$0].detection }, dropped, on: size, rule.iouThreshold)
        matching.match { $0.isOfClass(of: $1) }
        for (index, partner) in zip(open, matching.partners) {
            guard let partner else { continue }
            things[index].dropReason = dropped[partner.index].reason ?? "dropped"
        }
    }

    /// Takes note of things whose tracks are others than those that followed them before.
    mutating func note(_ switches: [TimelineComparison.Switch]) {
        for change in switches where things.indices.contains(change.thing) {
            things[change.thing].formerTracks = (change.current, change.reference)
            things[change.thing].differences.removeAll { $0 == .same }
            things[change.thing].differences.append(.identitySwitched)
        }
    }

    /// A thing with several differences counts in each.
    package var counts: DifferenceCounts {
        var counts = DifferenceCounts()
        for difference in things.flatMap(\.differences) { counts[difference] += 1 }
        return counts
    }
}

/// Assigns detections to those of a reference, in as many turns as it is asked to.
private struct Matching {
    private let current: [Detection]
    private let reference: [Detection]
    private let pairs: [Similarity.Pair]
    /// Of each of the current ones.
    private(set) var partners: [(index: Int, similarity: Double)?]
    private var isTaken: [Bool]

    init(_ current: [Detection], _ reference: [Detection], on size: FrameSize, _ threshold: Double) {
        (self.current, self.reference) = (current, reference)
        pairs = Similarity(current, reference, on: size).pairs(above: threshold)
        partners = Array(repeating: nil, count: current.count)
        isTaken = Array(repeating: false, count: reference.count)
    }

    /// Of those that are left over, the ones that `mayMatch`.
    mutating func match(_ mayMatch: (Detection, Detection) -> Bool) {
        let open = pairs.filter {
            partners[$0.current] == nil && !isTaken[$0.reference]
                && mayMatch(current[$0.current], reference[$0.reference])
        }
        guard !open.isEmpty else { return }
        let candidates = open.map {
            Assignment.Candidate(row: $0.current, column: $0.reference, cost: 1 - $0.similarity)
        }
        let assignment = Assignment(rows: current.count, columns: reference.count, candidates, aloneCost: 1)
        for pair in open where assignment.columns[pair.current] == pair.reference {
            partners[pair.current] = (pair.reference, pair.similarity)
            isTaken[pair.reference] = true
        }
    }
}

extension [Detection] {
    /// Those that the stage kept, and that `rule` does not leave out.
    func compared(by rule: ComparisonRule) -> [Detection] { filter { $0.isCompared(by: rule) } }
}

extension Detection {
    /// Whether the stage kept it, and `rule` does not leave it out.
    func isCompared(by rule: ComparisonRule) -> Bool {
        status == .kept && (confidence ?? 1) >= rule.minConfidence
    }

    /// Whether both may be of one class: by their labels, else by their class ids. One that has neither may be anything.
    func isOfClass(of other: Detection) -> Bool {
        if let label, let otherLabel = other.label { return label == otherLabel }
        if let classID, let otherID = other.classID { return classID == otherID }
        guard let name = label ?? classID?.description, let otherName = other.label ?? other.classID?.description else {
            return true
        }
        return name == otherName
    }
}

extension ComparisonRule {
    /// The same for `reference`: the truth is sure of everything, so that nothing is said of confidences there.
    func against(_ reference: MergedStageOutput) -> ComparisonRule {
        var rule = self
        rule.isGroundTruth = isGroundTruth || reference.isGroundTruth
        if rule.isGroundTruth { rule.confidenceTolerance = .infinity }
        return rule
    }
}
