import OverlayService
import Store

/// What a batch run found and made, overlay by overlay.
struct Manifest: Encodable {
    let timeline_id: String
    let renderer_version: String
    let overlays: [OutcomeEntry]

    init(_ outcomes: [RerenderOutcome], of timeline: TimelineID) {
        timeline_id = timeline.text
        renderer_version = OverlayKey.rendererVersion
        overlays = outcomes.map(OutcomeEntry.init)
    }
}

/// What became of one overlay, in manifests and in the lines of `--json`.
struct OutcomeEntry: Encodable {
    let outcome: RerenderOutcome

    init(_ outcome: RerenderOutcome) { self.outcome = outcome }

    private enum CodingKeys: String, CodingKey {
        case jobID = "job_id"
        case stage, frame, status, key, bytes, skipped, problem
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
            try container.encode(overlay.key.text, forKey: .key)
            try container.encode(overlay.stored.byteCount, forKey: .bytes)
            try container.encode(overlay.report.skipped.map(NoticeEntry.init), forKey: .skipped)
            try container.encode(outcome.skippedCount, forKey: .skippedCount)
        case .missing: break
        case .failed(_, let failure, _): try container.encode(Problem(failure), forKey: .problem)
        }
    }
}
