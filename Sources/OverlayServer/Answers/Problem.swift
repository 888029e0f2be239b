import OverlayService

/// A failure as callers see it over HTTP and in manifests: problem details (RFC 9457).
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
    /// The `Allow` header's value, where the method is at fault; no part of the body.
    var allowedMethods: String?
    /// The `Content-Range` header's value, where a range is at fault; no part of the body.
    var contentRange: String?
}

/// The one place that says which HTTP status each kind of failure has.
extension Problem {
    init(_ failure: Failure) {
        let (status, title) = Self.status(of: failure.kind)
        self.init(
            status: status,
            title: title,
            detail: failure.detail,
            field: failure.field,
            retryAfterSeconds: failure.retryAfterSeconds
        )
    }

    private static func status(of kind: Failure.Kind) -> (Int, title: String) {
        switch kind {
        case .malformed: (400, "Bad request")
        case .forbidden: (403, "Forbidden")
        case .unknown: (404, "Not found")
        case .frameUnreadable: (422, "Frame unreadable")
        case .stageOutputUnreadable: (422, "Stage output unreadable")
        case .objectUnusable: (422, "Object unusable")
        case .overload: (429, "Too many requests")
        case .internal: (500, "Internal error")
        case .unsupported: (501, "Not supported")
        case .storeRefuses: (502, "Store refuses")
        case .late: (503, "Too late")
        case .cancelled: (503, "Cancelled")
        case .frameChanged: (503, "Frame changed")
        case .storeUnavailable: (503, "Store unavailable")
        case .databaseUnavailable: (503, "Database unavailable")
        case .storeFull: (507, "Store full")
        }
    }

    static let unauthorized = Problem(
        status: 401,
        title: "Unauthorized",
        detail: "This call needs a bearer token in the Authorization header."
    )
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
