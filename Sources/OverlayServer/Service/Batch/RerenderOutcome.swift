package import Detections
package import Store

/// What became of one overlay of a batch run.
package enum RerenderOutcome: Sendable {
    case rendered(BatchOverlay)
    /// It was in the store before.
    case present(BatchOverlay)
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

    /// The overlay, where it is in the store.
    package var overlay: BatchOverlay? {
        switch self {
        case .rendered(let overlay), .present(let overlay): overlay
        case .missing, .failed: nil
        }
    }

    /// How much could not be drawn of it.
    package var skippedCount: Int { overlay?.skippedCount ?? 0 }

    /// Why a JPEG was made of pixels, where it was made now.
    package var reason: PixelsReason? { overlay?.reason }

    /// What looks wrong in it.
    package var warnings: [Warning] { overlay?.warnings ?? [] }

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

/// What a batch says of an overlay that is in the store.
package struct BatchOverlay: Sendable {
    package let request: OverlayRequest
    package let key: ObjectKey
    package let byteCount: Int
    /// The row that it shows; `nil` where none speaks of the frame.
    package let source: MergedStageOutput.Source?
    /// `nil` for one that was there before.
    package var way: OverlayWay?
    package var reason: PixelsReason?
    /// The first of the parts that cannot be drawn, and how many there are.
    package let skipped: [SkippedPart]
    package let skippedCount: Int
    package let warnings: [Warning]
    /// As `NamedOverlay` has it.
    var isSettled = true
}

extension BatchOverlay {
    init(_ overlay: Overlay, isSettled: Bool) {
        self.init(
            request: overlay.request,
            key: overlay.key,
            byteCount: overlay.stored.byteCount,
            source: overlay.source,
            way: overlay.stored.way,
            reason: overlay.stored.reason,
            skipped: overlay.report.skipped,
            skippedCount: overlay.report.skippedCount,
            warnings: overlay.report.warnings,
            isSettled: isSettled
        )
    }
}
