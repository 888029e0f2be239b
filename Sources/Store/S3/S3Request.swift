/// One operation on a bucket, before it is addressed and signed.
struct S3Request: Sendable {
    let method: HTTPMethod
    /// The object's name, not encoded; empty for the bucket itself.
    let key: String
    var query: [S3QueryItem] = []
    var headers: HTTPHeaders = [:]
    /// How many bytes of the answer's body are taken.
    var responseLimit = 1 << 20
    /// A successful answer with a body that is an `<Error>` is a failure. Not looked for in objects, which may be anything.
    var mayAnswerWithError = true
    /// A store may work on it for minutes before it answers.
    var isSlow = false
    private(set) var body: [UInt8] = []
    /// The body's SHA-256 in hexadecimal digits.
    private(set) var payloadDigest = Self.emptyDigest

    private static let emptyDigest = SHA256Digest(of: []).hex

    init(_ method: HTTPMethod, key: String = "", query: [S3QueryItem] = []) {
        self.method = method
        self.key = key
        self.query = query
    }

    /// The same request with a body.
    func with(body: [UInt8]) -> S3Request {
        var request = self
        request.body = body
        request.payloadDigest = SHA256Digest(of: body).hex
        return request
    }
}
