import Store

/// What became of one overlay of a batch run.
enum RerenderOutcome: Sendable {
    case rendered(Overlay)
    /// It was in the store before.
    case present(Overlay)
    /// It is missing, in a dry run.
    case missing(OverlayRequest)
    /// `cause` is for the log.
    case failed(OverlayRequest, Problem, cause: String)

    var request: OverlayRequest {
        switch self {
        case .rendered(let overlay), .present(let overlay): overlay.request
        case .missing(let request), .failed(let request, _, _): request
        }
    }

    /// How much could not be drawn of it.
    var skippedCount: Int {
        switch self {
        case .rendered(let overlay), .present(let overlay): overlay.report.skippedCount
        case .missing, .failed: 0
        }
    }

    /// The word that stands for it in progress and manifest.
    var status: String {
        switch self {
        case .rendered: "rendered"
        case .present: "present"
        case .missing: "missing"
        case .failed: "failed"
        }
    }
}

extension RerenderOutcome: Encodable {
    private enum CodingKeys: String, CodingKey {
        case jobID = "job_id"
        case stage, frame, status, key, bytes, skipped, problem
        case skippedCount = "skipped_count"
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(request.stage.job.description, forKey: .jobID)
        try container.encode(request.stage.stage.description, forKey: .stage)
        try container.encode(request.frame, forKey: .frame)
        try container.encode(status, forKey: .status)
        switch self {
        case .rendered(let overlay), .present(let overlay):
            try container.encode(overlay.key.text, forKey: .key)
            try container.encode(overlay.stored.byteCount, forKey: .bytes)
            try container.encode(overlay.report.skipped.map(SkippedEntry.init), forKey: .skipped)
            try container.encode(skippedCount, forKey: .skippedCount)
        case .missing: break
        case .failed(_, let problem, _): try container.encode(problem, forKey: .problem)
        }
    }
}
