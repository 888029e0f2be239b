import Detections
import Foundation
import OverlayService
import Store

/// What a stage found held against what another found, frame by frame, as canonical JSON.
struct ComparisonAnswer {
    private let rest: Rest
    private let columns: JSONColumns

    /// All of the answer but its columns.
    private struct Rest: Encodable {
        let timeline_id: String
        let job_id: String
        let stage: String
        let compare_job: String
        let compare_stage: String
        let rule: Rule
        let totals: Totals
        /// How much of all that was found differs, 0…1.
        let difference: Double
        let metrics: Metrics?
        let warnings: [NoticeEntry]
    }

    private struct Rule: Encodable {
        let iou_threshold: Double
        let same_iou: Double
        let confidence_tolerance: Double
        let min_confidence: Double
    }

    private struct Totals: Encodable {
        let frames: Int
        /// Frames of which one side alone speaks.
        let only_current: Int
        let only_reference: Int
        let things: Int
        let differences: [String: Int]
    }

    private struct Metrics: Encodable {
        let precision: Double?
        let recall: Double?
        let mota: Double?
        let idf1: Double?
        let true_positives: Int
        let false_positives: Int
        let misses: Int
        let identity_switches: Int
        let identity_true_positives: Int

        init(_ metrics: TrackingMetrics) {
            (precision, recall, mota, idf1) = (metrics.precision, metrics.recall, metrics.mota, metrics.idf1)
            true_positives = metrics.matches
            false_positives = metrics.falsePositives
            misses = metrics.misses
            identity_switches = metrics.switches
            identity_true_positives = metrics.identityMatches
        }
    }

    /// `frames`: those of `comparison` that the answer is about.
    init(
        _ comparison: TimelineComparison,
        of frames: [TimelineComparison.Frame],
        _ subject: ComparisonSubject,
        warnings: [Warning]
    ) {
        let totals = ComparisonTotals(frames)
        columns = JSONColumns(frames)
        rest = Rest(
            timeline_id: subject.current.timeline.text,
            job_id: subject.current.job.text,
            stage: subject.current.stage.text,
            compare_job: subject.reference.job.text,
            compare_stage: subject.reference.stage.text,
            rule: Rule(
                iou_threshold: subject.rule.iouThreshold,
                same_iou: subject.rule.sameIoU,
                confidence_tolerance: subject.rule.confidenceTolerance,
                min_confidence: subject.rule.minConfidence
            ),
            totals: Totals(
                frames: totals.frameCount,
                only_current: totals.onlyCurrent,
                only_reference: totals.onlyReference,
                things: totals.thingCount,
                differences: totals.counts.byName
            ),
            difference: totals.difference,
            metrics: comparison.metrics.map(Metrics.init),
            warnings: warnings.map(NoticeEntry.init)
        )
    }

    /// The columns come first, without the slowness of an encoder.
    func encoded() throws -> Data {
        let rest = try CanonicalJSON.encode(rest)
        return Data("{\"frames\":\(columns.text),".utf8) + rest.dropFirst()
    }
}

extension DifferenceCounts {
    /// By each difference's name; those that are not there are 0.
    var byName: [String: Int] {
        Dictionary(uniqueKeysWithValues: Difference.allCases.map { ($0.rawValue, self[$0]) })
    }
}
