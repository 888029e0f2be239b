/// Where a request goes: the parts of its URL that a signature is made of.
struct S3URL: Hashable, Sendable {
    /// `http` or `https`.
    let scheme: String
    /// Host, and port unless it is the scheme's own; what the `Host` header holds.
    let host: String
    /// Percent-encoded once, beginning with a slash; sent and signed as it is, without folding of `//` or dots.
    let path: String
    /// In the order in which they are sent.
    var query: [S3QueryItem] = []

    /// The whole URL.
    var text: String {
        let base = "\(scheme)://\(host)\(path)"
        return query.isEmpty ? base : "\(base)?\(query.map(\.text).joined(separator: "&"))"
    }
}

/// A query parameter.
struct S3QueryItem: Hashable, Sendable {
    /// As it is sent.
    let text: String
    /// As it is signed: with an equals sign in any case.
    let canonical: String

    /// `name` and `value` are not encoded yet; a `value` of `nil` is sent without an equals sign, as in `?uploads`.
    init(_ name: String, _ value: String?) {
        canonical = "\(name.percentEncoded())=\((value ?? "").percentEncoded())"
        text = value == nil ? String(canonical.dropLast()) : canonical
    }
}
