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
