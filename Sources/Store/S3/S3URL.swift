/// Where a request goes: the parts of its URL that a signature is made of.
struct S3URL: Hashable, Sendable {
    /// `http` or `https`.
    let scheme: String
    /// Host, and port unless it is the scheme's own; what the `Host` header holds.
    let host: String
    /// Percent-encoded once, beginning with a slash; sent and signed as it is, without folding of `//` or dots.
    let path: String
    /// Names and values before encoding, in the order in which they are sent.
    var query: [S3QueryItem] = []

    /// The whole URL.
    var text: String {
        let base = "\(scheme)://\(host)\(path)"
        return query.isEmpty ? base : "\(base)?\(query.map(\.text).joined(separator: "&"))"
    }
}

/// A query parameter, before encoding.
struct S3QueryItem: Hashable, Sendable {
    let name: String
    /// `nil` for one that is sent without an equals sign, as in `?uploads`.
    let value: String?

    init(_ name: String, _ value: String?) {
        self.name = name
        self.value = value
    }

    /// As it is sent.
    var text: String { value == nil ? name.percentEncoded() : canonical }

    /// As it is signed: with an equals sign in any case.
    var canonical: String { "\(name.percentEncoded())=\((value ?? "").percentEncoded())" }
}
