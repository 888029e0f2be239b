import Hummingbird
import Store

/// The one place that says what an error means to a caller: an HTTP status and a sentence.
extension Problem {
    init(reporting error: any Error) {
        switch error {
        case let problem as Problem: self = problem
        case let error as RequestError: self.init(error)
        case let error as IdentifierError:
            self = .badRequest(field: error.field, detail: error.description)
        case let error as FrameError: self.init(error)
        case let error as Overload:
            self.init(
                status: 429,
                title: "Too many requests",
                detail: "Too many overlays are waiting to be drawn.",
                retryAfterSeconds: error.retryAfterSeconds
            )
        case let error as ImageError: self.init(status: 422, title: "Frame unreadable", detail: "\(error)")
        case let error as StageOutputError:
            self.init(
                status: 422,
                title: "Stage output unreadable",
                detail: "The stage output cannot be read: \(error)."
            )
        case let error as UnreadableStageOutput:
            self.init(status: 422, title: "Stage output unreadable", detail: "The \(error).")
        case let error as ObjectStoreError: self.init(error)
        case let error as StageOutputStoreError: self.init(error)
        case let error as SignatureError: self.init(error)
        case let error as HTTPError: self.init(error)
        case is CancellationError:
            self.init(status: 503, title: "Cancelled", detail: "The work was cancelled.", retryAfterSeconds: 1)
        default: self.init(status: 500, title: "Internal error", detail: "Something went wrong here; the log has more.")
        }
    }

    private static func badRequest(field: String, detail: String) -> Problem {
        Problem(status: 400, title: "Bad request", detail: detail, field: field)
    }

    private init(_ error: RequestError) {
        let detail = "\(error)"
        switch error {
        case .malformed(let field, _): self = .badRequest(field: field, detail: detail)
        case .unknownTimeline: self = .notFound(field: "timeline_id", detail: detail)
        case .unknownJob: self = .notFound(field: "job_id", detail: detail)
        case .unknownStage: self = .notFound(field: "stage", detail: detail)
        case .unknownFrame: self = .notFound(field: "frame", detail: detail)
        case .unauthorized: self.init(status: 401, title: "Unauthorized", detail: detail)
        case .late: self.init(status: 503, title: "Too late", detail: detail, retryAfterSeconds: 1)
        }
    }

    private static func notFound(field: String, detail: String) -> Problem {
        Problem(status: 404, title: "Not found", detail: detail, field: field)
    }

    private init(_ error: FrameError) {
        switch error {
        case .missing: self = .notFound(field: "frame", detail: "\(error)")
        case .changed: self.init(status: 503, title: "Frame changed", detail: "\(error)", retryAfterSeconds: 1)
        case .unreadable, .badKey:
            self.init(status: 422, title: "Frame unreadable", detail: "\(error)", field: "frame")
        }
    }

    private init(_ error: ObjectStoreError) {
        switch error {
        case .notFound: self.init(status: 404, title: "Not found", detail: "There is no such object.")
        case .tooLarge, .incomplete, .obstructed, .corrupted:
            self.init(status: 422, title: "Object unusable", detail: "The object cannot be used: \(error).")
        case .outOfSpace: self.init(status: 507, title: "Store full", detail: "The object store is full.")
        case .invalidKey, .invalidExpiry: self.init(status: 400, title: "Bad request", detail: "\(error)")
        case .unsupported: self.init(status: 501, title: "Not supported", detail: "The object store cannot: \(error).")
        case .refused(.noAnswer, _), .refused(.unknownHost, _):
            self.init(
                status: 503,
                title: "Store unavailable",
                detail: "The object store cannot be reached.",
                retryAfterSeconds: 5
            )
        // What is wrong with keys, regions and clocks is for the log and for `check`, not for callers.
        case .refused:
            self.init(
                status: 502,
                title: "Store refuses",
                detail: "The object store refuses this service; its operator can see why with overlay-server check."
            )
        case .changed, .unavailable, .permissionDenied, .cancelled:
            self.init(
                status: 503,
                title: "Store unavailable",
                detail: "The object store failed: \(error).",
                retryAfterSeconds: 5
            )
        }
    }

    private init(_ error: StageOutputStoreError) {
        self.init(
            status: 503,
            title: "Database unavailable",
            detail: "The stage outputs cannot be read: \(error).",
            retryAfterSeconds: 5
        )
    }

    private init(_ error: SignatureError) {
        let detail =
            switch error {
            case .expired: "This URL has expired; ask for the overlay again."
            case .invalid: "This URL was not made by this service, or has been changed."
            }
        self.init(status: 403, title: "Forbidden", detail: detail)
    }

    private init(_ error: HTTPError) {
        let status = error.status.code
        let detail = status == 404 ? "There is no such call." : error.body ?? error.status.reasonPhrase
        self.init(status: status, title: error.status.reasonPhrase, detail: detail)
    }
}

/// What an error means to somebody at a terminal.
extension Problem {
    /// Unlike an HTTP answer, this may name keys and paths: they are the reader's own.
    static func sentence(for error: any Error) -> String {
        switch error {
        case let error as ConfigurationError: "overlay-server: the environment is not right:\n\(error)"
        case let error as ObjectStoreError: "overlay-server: \(String(reflecting: error))"
        case let error as StageOutputStoreError: "overlay-server: \(String(reflecting: error))"
        case let error as CredentialsError: "overlay-server: \(error)"
        default:
            Problem(reporting: error).status == 500
                ? "overlay-server: \(String(reflecting: error))" : "overlay-server: \(Problem(reporting: error).detail)"
        }
    }

    /// 2 for what the command line or the environment asked wrongly, 1 for everything else.
    static func exitCode(for error: any Error) -> Int32 {
        switch error {
        case is ConfigurationError, is RequestError, is IdentifierError, is CredentialsError: CommandFailure.usage
        default: CommandFailure.partialFailure
        }
    }
}

/// An error as callers see it: problem details for HTTP APIs (RFC 9457).
struct Problem: Error, Hashable, Sendable {
    /// The HTTP status code.
    let status: Int
    /// The same for every problem of its kind.
    let title: String
    /// What happened this time and what can be done; holds no keys, paths or statements.
    let detail: String
    /// The part of the request that is at fault, where one is.
    var field: String?
    var retryAfterSeconds: Int?
}

extension Problem: Encodable {
    private enum CodingKeys: String, CodingKey {
        case type, title, status, detail, field
        case retryAfterSeconds = "retry_after_seconds"
    }

    static let contentType = "application/problem+json"

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode("about:blank", forKey: .type)
        try container.encode(title, forKey: .title)
        try container.encode(status, forKey: .status)
        try container.encode(detail, forKey: .detail)
        try container.encodeIfPresent(field, forKey: .field)
        try container.encodeIfPresent(retryAfterSeconds, forKey: .retryAfterSeconds)
    }
}
