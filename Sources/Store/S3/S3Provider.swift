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

    /// Whether `createOnlyHeader` is known to be obeyed; where it is not, the object is looked for first.
    var isCreateOnlyReliable: Bool { self != .other }
}
