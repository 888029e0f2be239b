import Detections
import Store

/// What one stage found, held against what a reference found, on every frame that either names.
package struct TimelineComparison: Sendable {
    /// One frame.
    package struct Frame: Sendable {
        package let number: Int
        /// In seconds; `nil` where neither output says so.
        package let timestamp: Double?
        /// The only side that speaks of the frame; `nil` where both do.
        package let onlySide: Side?
        /// None where one side does not speak of the frame.
        package fileprivate(set) var counts = DifferenceCounts()
        /// What both sides found together, each thing once; what the one side found, where the other does not speak of the frame.
        package let thingCount: Int
        fileprivate(set) var switches: [Switch] = []
    }

    package enum Side: String, Sendable {
        case current, reference
    }

    /// A thing whose track is another than where it was seen last on both sides.
    struct Switch: Sendable {
        /// Among the frame's things.
        let thing: Int
        /// The track that followed it until now on the current side, and in the reference; `nil` where that is the same.
        let current, reference: TrackID?
    }

    /// In order of their numbers.
    package private(set) var frames: [Frame] = []
    /// How well the current side does, where the reference is the truth.
    package let metrics: TrackingMetrics?

    /// `evidence`: of all frames, in order of their numbers.
    init(_ evidence: [FrameEvidence]) {
        var partners = TrackPartners()
        frames = evidence.map { evidence in
            var frame = evidence.frame
            frame.switches = partners.switches(among: evidence.pairs)
            for change in frame.switches {
                frame.counts[.identitySwitched] += 1
                if evidence.unchanged.contains(change.thing) { frame.counts[.same] -= 1 }
            }
            return frame
        }
        let scenes = evidence.compactMap(\.scene)
        metrics = scenes.isEmpty ? nil : TrackingMetrics(scenes)
    }

    /// What is known of frame `number`; `nil` where neither side names it.
    func frame(_ number: Int) -> Frame? {
        var (low, high) = (0, frames.count)
        while low < high {
            let middle = (low + high) / 2
            if frames[middle].number < number { low = middle + 1 } else { high = middle }
        }
        return low < frames.count && frames[low].number == number ? frames[low] : nil
    }
}

/// How many things show each difference.
package struct DifferenceCounts: Sendable {
    private var counts = SIMD8<Int32>()

    package subscript(difference: Difference) -> Int {
        get { Int(counts[difference.index]) }
        set { counts[difference.index] = Int32(clamping: newValue) }
    }

    package static func += (total: inout DifferenceCounts, counts: DifferenceCounts) {
        total.counts = total.counts &+ counts.counts
    }
}

extension Difference {
    fileprivate var index: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}

/// What is known of one frame before those around it are looked at.
struct FrameEvidence: Sendable {
    /// A thing that has a track on both sides.
    struct TrackPair: Sendable {
        let thing: Int
        let current, reference: TrackID
    }

    let frame: TimelineComparison.Frame
    private(set) var pairs: [TrackPair] = []
    /// Things with tracks that are the same.
    private(set) var unchanged: Set<Int> = []
    /// `nil` where the reference is not the truth.
    private(set) var scene: TrackingScene?

    /// Frame `number` of both, in pixels of frames of `size`.
    init(
        of number: Int,
        _ current: MergedStageOutput,
        with reference: MergedStageOutput,
        on size: FrameSize,
        _ rule: ComparisonRule
    ) {
        let rule = rule.against(reference)
        let ours = current.detections(of: number, in: size)?.detections
        let theirs = reference.detections(of: number, in: size)?.detections
        let comparison = FrameComparison(ours?.detections ?? [], with: theirs?.detections ?? [], on: size, rule)
        let onlySide: TimelineComparison.Side? = theirs == nil ? .current : ours == nil ? .reference : nil
        frame = TimelineComparison.Frame(
            number: number,
            timestamp: ours?.timestamp ?? theirs?.timestamp,
            onlySide: onlySide,
            counts: onlySide == nil ? comparison.counts : DifferenceCounts(),
            thingCount: comparison.things.count
        )
        for (index, thing) in comparison.things.enumerated() {
            guard let track = thing.current?.trackID, let other = thing.reference?.trackID else { continue }
            pairs.append(TrackPair(thing: index, current: track, reference: other))
            if thing.differences == [.same] { unchanged.insert(index) }
        }
        if rule.isGroundTruth {
            scene = TrackingScene(ours?.detections ?? [], truth: theirs?.detections ?? [], on: size, rule)
        }
    }
}

/// Which tracks followed the same things last.
private struct TrackPartners {
    /// Of each track of the reference that of the current side, and the other way round.
    private var current: [TrackID: TrackID] = [:]
    private var reference: [TrackID: TrackID] = [:]

    mutating func switches(among pairs: [FrameEvidence.TrackPair]) -> [TimelineComparison.Switch] {
        let switches = pairs.compactMap { pair -> TimelineComparison.Switch? in
            let formerCurrent = current[pair.reference].flatMap { $0 == pair.current ? nil : $0 }
            let formerReference = reference[pair.current].flatMap { $0 == pair.reference ? nil : $0 }
            guard formerCurrent != nil || formerReference != nil else { return nil }
            return TimelineComparison.Switch(thing: pair.thing, current: formerCurrent, reference: formerReference)
        }
        for pair in pairs { (current[pair.reference], reference[pair.current]) = (pair.current, pair.reference) }
        return switches
    }
}

/// A stage, what it is held against, and by what.
package struct ComparisonSubject: Hashable, Sendable {
    package let current: StageAddress
    package let reference: StageAddress
    package let rule: ComparisonRule

    /// `nil` where `style` names nothing that `stage` could be held against.
    package init?(_ stage: StageAddress, _ style: Style) {
        guard let reference = style.reference(of: stage) else { return nil }
        (current, self.reference, rule) = (stage, reference, style.comparisonRule)
    }
}

/// What frames of a comparison come to together.
package struct ComparisonTotals: Sendable {
    package private(set) var frameCount = 0
    /// Frames of which one side alone speaks.
    package private(set) var onlyCurrent = 0
    package private(set) var onlyReference = 0
    /// Things that either side or both have found, also on those frames.
    package private(set) var thingCount = 0
    package private(set) var counts = DifferenceCounts()

    package init(_ frames: [TimelineComparison.Frame]) {
        for frame in frames {
            frameCount += 1
            if frame.onlySide == .current { onlyCurrent += 1 }
            if frame.onlySide == .reference { onlyReference += 1 }
            thingCount += frame.thingCount
            counts += frame.counts
        }
    }

    /// The part of all things that are not the same on both sides, 0…1; on a frame of which one side alone speaks, none is.
    package var difference: Double {
        thingCount == 0 ? 0 : Double(thingCount - counts[.same]) / Double(thingCount)
    }
}
