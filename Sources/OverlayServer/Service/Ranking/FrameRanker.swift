package import Detections
package import Store

/// Ranks the frames of stages.
package struct FrameRanker: Sendable {
    private let stages: AlignedStages
    private let findings: StageFindings
    private let comparisons: Comparisons
    private let digests: StageDigests

    package init(stages: AlignedStages, findings: StageFindings, comparisons: Comparisons, digests: StageDigests) {
        (self.stages, self.findings, self.comparisons, self.digests) = (stages, findings, comparisons, digests)
    }

    /// Throws where there is no such stage, or `style` says nothing that differences could be told from.
    package func subject(
        _ stage: StageAddress,
        by criterion: FrameRanking.Criterion,
        _ style: Style
    ) async throws -> RankingSubject {
        let reference = style.reference(of: stage)
        if criterion == .difference, reference == nil {
            throw RequestError.malformed(field: "compare_job", reason: "It must be given, or compare_stage.")
        }
        var other: MergedStageOutput?
        if criterion == .difference, let reference { other = try await stages.reference(reference) }
        return RankingSubject(
            output: try await stages.stage(stage),
            reference: other,
            size: try await findings.frameSize(of: stage.timeline).0,
            criterion: criterion,
            rule: style.comparisonRule
        )
    }

    package func ranking(of subject: RankingSubject) async throws -> FrameRanking {
        guard let reference = subject.reference else {
            let digest = try await digests.digest(of: subject.output, size: subject.size)
            return FrameRanking(digest, by: subject.criterion)
        }
        return FrameRanking(
            try await comparisons.comparison(of: subject.output, with: reference, on: subject.size, subject.rule)
        )
    }
}

/// What is to be ranked, by what.
package struct RankingSubject: Sendable {
    package let output: MergedStageOutput
    package let reference: MergedStageOutput?
    package let size: FrameSize
    let criterion: FrameRanking.Criterion
    let rule: ComparisonRule
}
