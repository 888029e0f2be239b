/// One request, as it is sent.
struct HTTPRequest: Sendable {
    var method: HTTPMethod
    /// Absolute, `http` or `https`, percent-encoded already; its path and query are sent byte for byte.
    var url: String
    /// Fields beside those that follow from the URL and the body (`Host`, `Content-Length`), which are not given here.
    var headers: HTTPHeaders = [:]
    /// Of `PUT` and `POST`; empty for the other methods.
    var body: [UInt8] = []
    /// How many bytes of the body of a 2xx response are taken; a longer one is an error.
    var responseLimit: Int
    /// How long the whole request may take, waiting for a connection included; `nil` for the engine's own.
    var deadline: Duration?
    /// How long nothing may come or go; `nil` for the engine's own.
    var stallTimeout: Duration?
}

extension HTTPRequest {
    /// Fields that follow from the URL and the body; a second one would let the two disagree.
    private static let ownFields = ["Host", "Content-Length", "Transfer-Encoding", "Expect", "Connection"]

    /// Where the request goes: the URL's scheme, host and port, in lowercase.
    ///
    /// Throws `.invalidRequest` for what cannot be sent as it is, or would be sent as something else.
    func checkedOrigin() throws(TransferError) -> String {
        try require(body.isEmpty || method.sendsBody, "\(method.rawValue) has no body")
        try require(responseLimit >= 0, "the limit of the response is negative")
        for header in headers { try Self.check(name: header.name, value: header.value) }
        return try origin()
    }

    /// The URL's host, and its port where it names one.
    private var authority: String {
        guard let end = url.firstRange(of: "://") else { return "" }
        return String(url[end.upperBound...].prefix { $0 != "/" && $0 != "?" })
    }

    /// The URL's host without its port.
    var host: String {
        let authority = authority
        guard let colon = authority.lastIndex(of: ":"), authority.last != "]" else { return authority }
        return String(authority[..<colon])
    }

    private func origin() throws(TransferError) -> String {
        // A fragment would not be sent. Bytes outside of printable ASCII are not a URL's.
        let isPrintable = url.utf8.allSatisfy { (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "#") }
        try require(isPrintable, "the URL holds characters that are not encoded, or a fragment")
        guard let end = url.firstRange(of: "://") else { throw .invalidRequest(detail: "the URL has no scheme") }
        let scheme = url[..<end.lowerBound].lowercased()
        try require(scheme == "http" || scheme == "https", "the URL is neither http nor https")
        try require(!authority.isEmpty && authority.first != ":", "the URL has no host")
        try require(!authority.contains("@"), "the URL holds a user name")
        return "\(scheme)://\(authority.lowercased())"
    }

    private static func check(name: String, value: String) throws(TransferError) {
        try require(!name.isEmpty && name.utf8.allSatisfy(isTokenByte), "\(name.debugDescription) names no header")
        try require(
            !ownFields.contains { HTTPHeaders.isEqual($0, name) },
            "the header \(name) follows from the request"
        )
        let isPlain = value.utf8.allSatisfy { ($0 >= 0x20 && $0 != 0x7F) || $0 == UInt8(ascii: "\t") }
        try require(isPlain, "the header \(name) holds control characters")
    }

    /// RFC 9110 section 5.6.2.
    private static func isTokenByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
        case UInt8(ascii: "0")...UInt8(ascii: "9"): true
        default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
        }
    }
}

private func require(_ isMet: Bool, _ problem: @autoclosure () -> String) throws(TransferError) {
    if !isMet { throw .invalidRequest(detail: problem()) }
}

/// What a request asks the server to do.
enum HTTPMethod: String, Sendable {
    case get = "GET"
    case head = "HEAD"
    case put = "PUT"
    case post = "POST"
    case delete = "DELETE"

    /// Whether a request of this method carries a body, if only an empty one.
    var sendsBody: Bool { self == .put || self == .post }
}

/// What a server answered, or as much of it as arrived.
struct HTTPResponse: Sendable, Hashable {
    let status: Int
    let headers: HTTPHeaders
    let body: [UInt8]

    var isSuccess: Bool { (200..<300).contains(status) }
}
