import Detections
import Store

/// What went wrong, as whoever asked may be told it.
package struct Failure: Error, Hashable, Sendable {
    /// What kind of thing it is; HTTP statuses are made of it at the edge.
    package enum Kind: CaseIterable, Sendable {
        /// The request is at fault, in `field`.
        case malformed
        /// The URL was not made here, or has expired.
        case forbidden
        /// There is no such thing.
        case unknown
        case frameUnreadable, stageOutputUnreadable, objectUnusable
        /// Asking later helps.
        case overload, late, cancelled, frameChanged, storeUnavailable, databaseUnavailable
        /// The operator has to do something.
        case storeRefuses, storeFull, unsupported
        /// A fault of this service.
        case `internal`
    }

    package let kind: Kind
    /// What happened this time and what can be done; holds no keys, paths or statements.
    package let detail: String
    /// The part of the request that is at fault, where one is.
    package let field: String?
    /// When it may be worth asking again, where that helps.
    package let retryAfterSeconds: Int?

    private init(_ kind: Kind, _ detail: String, field: String? = nil, retryAfterSeconds: Int? = nil) {
        self.kind = kind
        self.detail = detail
        self.field = field
        self.retryAfterSeconds = retryAfterSeconds
    }
}

/// The one place that says what an error means to whoever asked.
extension Failure {
    package init(reporting error: any Error) {
        switch error {
        case let failure as Failure: self = failure
        case let error as RequestError: self.init(error)
        case let error as IdentifierError: self.init(.malformed, error.description, field: error.field)
        case let error as FrameError: self.init(error)
        case let error as Overload:
            let detail = "Too many overlays are waiting to be drawn."
            self.init(.overload, detail, retryAfterSeconds: error.retryAfterSeconds)
        case let error as ImageError: self.init(.frameUnreadable, "\(error)")
        case let error as StageOutputError:
            self.init(.stageOutputUnreadable, "The stage output cannot be read: \(error).")
        case let error as UnreadableStageOutput: self.init(.stageOutputUnreadable, "The \(error).")
        case let error as ObjectStoreError: self.init(error)
        case let error as StageOutputStoreError:
            self.init(.databaseUnavailable, "The stage outputs cannot be read: \(error).", retryAfterSeconds: 5)
        case let error as SignatureError: self.init(error)
        case let error as ClipError: self.init(.unknown, "\(error)")
        case FFmpegError.absent: self.init(.unsupported, "\(FFmpegError.absent)", field: "container")
        case is CancellationError: self.init(.cancelled, "The work was cancelled.", retryAfterSeconds: 1)
        default: self.init(.internal, "Something went wrong here; the log has more.")
        }
    }

    private init(_ error: RequestError) {
        let detail = "\(error)"
        switch error {
        case .malformed(let field, _): self.init(.malformed, detail, field: field)
        case .unknownTimeline: self.init(.unknown, detail, field: "timeline_id")
        case .unknownJob: self.init(.unknown, detail, field: "job_id")
        case .unknownStage: self.init(.unknown, detail, field: "stage")
        case .unknownReference(let field, _): self.init(.unknown, detail, field: field)
        case .unknownFrame: self.init(.unknown, detail, field: "frame")
        case .unknownTrack(_, _, let field): self.init(.unknown, detail, field: field)
        case .late: self.init(.late, detail, retryAfterSeconds: 1)
        }
    }

    private init(_ error: FrameError) {
        switch error {
        case .missing: self.init(.unknown, "\(error)", field: "frame")
        case .changed: self.init(.frameChanged, "\(error)", retryAfterSeconds: 1)
        case .unreadable, .badKey, .packed, .badPacking: self.init(.frameUnreadable, "\(error)", field: "frame")
        }
    }

    private init(_ error: ObjectStoreError) {
        switch error {
        case .notFound: self.init(.unknown, "There is no such object.")
        case .tooLarge, .incomplete, .obstructed, .corrupted:
            self.init(.objectUnusable, "The object cannot be used: \(error).")
        case .outOfSpace: self.init(.storeFull, "The object store is full.")
        case .invalidKey, .invalidExpiry: self.init(.malformed, "\(error)")
        case .unsupported: self.init(.unsupported, "The object store cannot: \(error).")
        case .refused(.noAnswer, _), .refused(.unknownHost, _):
            self.init(.storeUnavailable, "The object store cannot be reached.", retryAfterSeconds: 5)
        // What is wrong with keys, regions and clocks is for the log and for `check`, not for callers.
        case .refused:
            let detail = "The object store refuses this service; its operator can see why with overlay-server check."
            self.init(.storeRefuses, detail)
        case .changed, .unavailable, .permissionDenied, .cancelled:
            self.init(.storeUnavailable, "The object store failed: \(error).", retryAfterSeconds: 5)
        }
    }

    private init(_ error: SignatureError) {
        switch error {
        case .expired: self.init(.forbidden, "This URL has expired; ask for the overlay again.")
        case .invalid: self.init(.forbidden, "This URL was not made by this service, or has been changed.")
        }
    }
}
