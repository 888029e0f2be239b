/// The address of an S3 service, without a bucket.
package struct S3Endpoint: Hashable, Sendable {
    let scheme: String
    /// With its port, unless that is the scheme's own.
    let host: String
    /// What every path begins with, without a slash at its end; empty for most.
    let basePath: String
    let style: S3AddressingStyle
    package let provider: S3Provider

    /// Throws what is wrong with `url`, which is `http://…` or `https://…` with a host and perhaps a port and a path.
    package init(_ url: String, style: S3AddressingStyle = .automatic) throws(S3EndpointError) {
        guard let separator = url.firstRange(of: "://") else { throw S3EndpointError(url) }
        scheme = url[..<separator.lowerBound].lowercased()
        guard scheme == "http" || scheme == "https" else { throw S3EndpointError(url) }
        let rest = url[separator.upperBound...]
        let slash = rest.firstIndex(of: "/") ?? rest.endIndex
        host = try Self.normalized(String(rest[..<slash]), scheme: scheme, of: url)
        var path = String(rest[slash...])
        while path.hasSuffix("/") { path.removeLast() }
        guard path.utf8.allSatisfy({ 0x21...0x7e ~= $0 && $0 != UInt8(ascii: "?") && $0 != UInt8(ascii: "#") }) else {
            throw S3EndpointError(url)
        }
        basePath = path
        self.style = style
        provider = S3Provider(host: host)
    }

    private init(scheme: String, host: String, basePath: String, style: S3AddressingStyle) {
        self.scheme = scheme
        self.host = host
        self.basePath = basePath
        self.style = style
        provider = S3Provider(host: host)
    }

    /// Amazon's own, of a region.
    package static func amazon(region: String, style: S3AddressingStyle = .automatic) -> S3Endpoint {
        let domain = region.hasPrefix("cn-") ? "amazonaws.com.cn" : "amazonaws.com"
        return S3Endpoint(scheme: "https", host: "s3.\(region).\(domain)", basePath: "", style: style)
    }

    /// For logs.
    package var description: String { "\(scheme)://\(host)\(basePath)" }

    /// The address of the bucket, or of the object under the `key` in it; `key` is not encoded yet.
    func url(bucket: String, key: String = "", query: [S3QueryItem] = []) -> S3URL {
        let key = key.percentEncoded(keeping: "/")
        guard !usesPath(for: bucket) else {
            let path = "\(basePath)/\(bucket.percentEncoded())\(key.isEmpty ? "" : "/\(key)")"
            return S3URL(scheme: scheme, host: host, path: path, query: query)
        }
        return S3URL(scheme: scheme, host: "\(bucket).\(host)", path: "\(basePath)/\(key)", query: query)
    }

    /// A bucket with a dot has no certificate under a wildcard; one with an upper-case letter or an underscore has no host.
    private func usesPath(for bucket: String) -> Bool {
        switch style {
        case .path: true
        case .virtual: false
        case .automatic: provider != .amazon || !bucket.utf8.allSatisfy(Self.isHostLabel)
        }
    }

    private static func isHostLabel(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"): true
        default: false
        }
    }

    /// `host` in lower case, without the scheme's own port, which clients leave out of the `Host` header.
    private static func normalized(
        _ host: String,
        scheme: String,
        of url: String
    ) throws(S3EndpointError) -> String {
        let standardPort = scheme == "http" ? ":80" : ":443"
        let isAllowed = host.utf8.allSatisfy { isHostLabel($0 | 0x20) || ".:[]_".utf8.contains($0) }
        let bare = host.hasSuffix(standardPort) ? String(host.dropLast(standardPort.count)) : host
        guard isAllowed, !bare.isEmpty, !bare.hasPrefix(":") else { throw S3EndpointError(url) }
        return bare.lowercased()
    }
}

/// Where a bucket's name stands in a URL.
package enum S3AddressingStyle: String, CaseIterable, Sendable {
    /// In the host for Amazon, else in the path.
    case automatic = "auto"
    case path
    case virtual
}

/// A text that is no address of an S3 service.
package struct S3EndpointError: Error, Hashable, CustomStringConvertible {
    package let text: String

    init(_ text: String) { self.text = text }

    package var description: String { "\"\(text)\" is no address such as https://s3.example.org or http://minio:9000" }
}

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

/// Whose storage an endpoint is, as far as its host tells; they differ in what they understand.
package enum S3Provider: Hashable, Sendable {
    case amazon
    case google
    case cloudflare
    /// MinIO, Ceph and all others.
    case other

    init(host: String) {
        let host = host.lowercased().split(separator: ":").first.map(String.init) ?? ""
        if host.hasSuffix(".amazonaws.com") || host.hasSuffix(".amazonaws.com.cn") {
            self = .amazon
        } else if host == "storage.googleapis.com" || host.hasSuffix(".storage.googleapis.com") {
            self = .google
        } else if host.hasSuffix(".r2.cloudflarestorage.com") {
            self = .cloudflare
        } else {
            self = .other
        }
    }

    /// The region of requests where none is configured.
    package var defaultRegion: String {
        switch self {
        case .amazon, .other: "us-east-1"
        case .google, .cloudflare: "auto"
        }
    }

    /// The header with which a put creates an object and never replaces one.
    ///
    /// Google ignores `If-None-Match` on puts and has a header of its own.
    /// https://cloud.google.com/storage/docs/request-preconditions
    var createOnlyHeader: (name: String, value: String) {
        self == .google ? ("x-goog-if-generation-match", "0") : ("If-None-Match", "*")
    }

    /// Whether it takes the SHA-256 that a put is signed with for the object's checksum as well. Others refuse the header, or do not know it.
    /// https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html
    var keepsSHA256: Bool { self == .amazon }

    /// Whether it may be asked for the checksums that it keeps. Google keeps others, and is strict with headers of Amazon's.
    var tellsChecksums: Bool { self != .google }

    /// Whether it takes metadata beside `createOnlyHeader`: Google refuses headers of its own beside those of Amazon's for metadata.
    var keepsMetadata: Bool { self != .google }

    /// Whether `createOnlyHeader` is known to be obeyed; where it is not, the object is looked for first.
    var isCreateOnlyReliable: Bool { self != .other }
}
