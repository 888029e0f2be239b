import Foundation
import Hummingbird
import OverlayService
import Store

/// Holds what a stage found against what another stage, or the same of another job, found.
struct ComparisonHandler: Sendable {
    let stages: AlignedStages
    let findings: StageFindings
    let comparisons: Comparisons

    /// The fields of a style that say what is compared.
    static let fields: Set<String> = [
        "compare_job", "compare_stage", "iou_threshold", "same_iou", "confidence_tolerance", "min_confidence",
    ]

    func comparison(_ request: Request, context: CallContext) async throws -> Response {
        var query = try request.query()
        let frames = query["frames"] == nil ? nil : try query.takeFrames()
        let isGroundTruth = try query.takeFlag("ground_truth")
        try query.filter { !Self.fields.contains($0.key) }.refuseRest()
        var style = try Style(query)
        style.declareGroundTruth(isGroundTruth)
        guard let subject = ComparisonSubject(try context.stage(), style) else {
            throw RequestError.malformed(field: "compare_job", reason: "It must be given, or compare_stage.")
        }
        let current = try await stages.stage(subject.current)
        let reference = try await stages.reference(subject.reference)
        let size = try await findings.frameSize(of: subject.current.timeline).0
        let parts = current.identityTexts(size) + reference.identityTexts(size)
        return try await JSONResponse.makeUnlessKnown(parts, for: request) { () async throws -> Data in
            let comparison = try await context.whileConnected {
                try await comparisons.comparison(of: current, with: reference, on: size, subject.rule)
            }
            let chosen = comparison.frames.filter { frames?.contains($0.number) ?? true }
            let warnings =
                current.stageWarnings + reference.stageWarnings.filter { !current.stageWarnings.contains($0) }
            return try ComparisonAnswer(comparison, of: chosen, subject, warnings: warnings).encoded()
        }
    }
}
