import Store

/// What became of one overlay of a batch run.
package enum RerenderOutcome: Sendable {
    case rendered(Overlay)
    /// It was in the store before.
    case present(Overlay)
    /// It is missing, in a dry run.
    case missing(OverlayRequest)
    /// `cause` is for the log.
    case failed(OverlayRequest, Failure, cause: String)

    package var request: OverlayRequest {
        switch self {
        case .rendered(let overlay), .present(let overlay): overlay.request
        case .missing(let request), .failed(let request, _, _): request
        }
    }

    /// How much could not be drawn of it.
    package var skippedCount: Int {
        switch self {
        case .rendered(let overlay), .present(let overlay): overlay.report.skippedCount
        case .missing, .failed: 0
        }
    }

    /// The word that stands for it in progress and manifest.
    package var status: String {
        switch self {
        case .rendered: "rendered"
        case .present: "present"
        case .missing: "missing"
        case .failed: "failed"
        }
    }
}
