import Detections
import OverlayService
import Store

/// What a batch run found and made, overlay by overlay.
struct Manifest: Encodable {
    let timeline_id: String
    let renderer_version: String
    /// What looks wrong in stages as wholes; those in which nothing does are not here.
    let stages: [StageReportEntry]
    let overlays: [OutcomeEntry]
    /// Absent where none was asked for.
    let clips: [ClipEntry]?

    init(
        _ outcomes: [RerenderOutcome],
        _ reports: [StageReport] = [],
        clips: [ClipOutcome]? = nil,
        of timeline: TimelineID
    ) {
        timeline_id = timeline.text
        renderer_version = OverlayKey.rendererVersion
        stages = reports.map(StageReportEntry.init)
        self.clips = clips?.map(ClipEntry.init)
        let said = Dictionary(reports.map { ($0.stage, Set($0.warnings)) }) { first, _ in first }
        overlays = outcomes.map { OutcomeEntry($0, except: said[$0.request.stage] ?? []) }
    }
}

/// What looks wrong in a stage as a whole, in manifests and in the first lines of `--json`.
struct StageReportEntry: Encodable {
    let job_id: String
    let stage: String
    let warnings: [NoticeEntry]

    init(_ report: StageReport) {
        job_id = report.stage.job.text
        stage = report.stage.stage.text
        warnings = report.warnings.map(NoticeEntry.init)
    }
}

/// What became of one overlay, in manifests and in the lines of `--json`.
struct OutcomeEntry: Encodable {
    let outcome: RerenderOutcome
    /// Warnings that are said of the whole stage.
    private let said: Set<Warning>

    init(_ outcome: RerenderOutcome, except said: Set<Warning> = []) {
        self.outcome = outcome
        self.said = said
    }

    private enum CodingKeys: String, CodingKey {
        case jobID = "job_id"
        case stage, frame, status, source, key, bytes, way, skipped, warnings, problem
        case wayReason = "way_reason"
        case skippedCount = "skipped_count"
    }

    func encode(to encoder: any Encoder) throws {
        let request = outcome.request
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(request.stage.job.text, forKey: .jobID)
        try container.encode(request.stage.stage.text, forKey: .stage)
        try container.encode(request.frame, forKey: .frame)
        try container.encode(outcome.status, forKey: .status)
        switch outcome {
        case .rendered(let overlay), .present(let overlay):
            try container.encode(overlay.source.map(SourceEntry.init), forKey: .source)
            try container.encode(overlay.key.text, forKey: .key)
            try container.encode(overlay.byteCount, forKey: .bytes)
            try container.encodeIfPresent(overlay.way?.rawValue, forKey: .way)
            try container.encodeIfPresent(overlay.reason?.rawValue, forKey: .wayReason)
            try container.encode(overlay.skipped.map(NoticeEntry.init), forKey: .skipped)
            try container.encode(outcome.skippedCount, forKey: .skippedCount)
            let warnings = outcome.warnings.filter { !said.contains($0) }
            if !warnings.isEmpty { try container.encode(warnings.map(NoticeEntry.init), forKey: .warnings) }
        case .missing: break
        case .failed(_, let failure, _): try container.encode(Problem(failure), forKey: .problem)
        }
    }
}

/// What became of the clip of one stage, in manifests and in the last lines of `--json`.
struct ClipEntry: Encodable {
    let job_id: String
    let stage: String
    let status: String
    let key: String?
    let bytes: Int?
    let frames: Int?
    /// In whose place there is a card.
    let failed: Int?
    let problem: Problem?

    init(_ outcome: ClipOutcome) {
        job_id = outcome.stage.job.text
        stage = outcome.stage.stage.text
        status = outcome.status
        let clip = outcome.clip
        (key, bytes) = (clip?.key.text, clip?.byteCount)
        (frames, failed) = (clip?.request.frames.count, clip?.lostCount)
        if case .failed(_, let failure, _) = outcome { problem = Problem(failure) } else { problem = nil }
    }
}
