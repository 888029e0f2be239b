import Foundation

/// AWS Signature Version 4 as S3 wants it; knows no clock.
///
/// It differs from the other services' in that the path is signed as it is sent, encoded once, and in that every request
/// names the digest of its body.
/// https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html
struct SigV4: Sendable {
    let credentials: S3Credentials
    let region: String
    let keys: SigningKeyCache

    static let algorithm = "AWS4-HMAC-SHA256"
    static let unsignedPayload = "UNSIGNED-PAYLOAD"

    /// Headers that proxies and libraries add or change on the way; they are never signed. Google's front end appends to
    /// `accept-encoding`.
    private static let unsignedHeaders: Set<String> = [
        "accept-encoding", "authorization", "connection", "content-length", "expect", "transfer-encoding", "user-agent",
    ]

    /// `headers` and those that make them a signed request: time, digest of the body, token and signature.
    ///
    /// `payloadDigest` is the body's SHA-256 in hexadecimal digits.
    func signed(
        _ method: HTTPMethod,
        _ url: S3URL,
        headers: HTTPHeaders,
        payloadDigest: String,
        at date: Date
    ) -> HTTPHeaders {
        let time = SigningTime(date)
        let scope = SigningScope(date: time.date, region: region)
        var headers = headers
        headers.add("x-amz-date", time.dateTime)
        if let token = credentials.sessionToken { headers.add("x-amz-security-token", token) }
        headers.add("x-amz-content-sha256", payloadDigest)
        let canonical = canonicalRequest(method, url, headers: headers, payloadDigest: payloadDigest)
        let signature = signature(of: canonical.text, at: time, in: scope)
        headers.add(
            "authorization",
            "\(Self.algorithm) Credential=\(credentials.accessKeyID)/\(scope.text), "
                + "SignedHeaders=\(canonical.signedHeaders), Signature=\(signature)"
        )
        return headers
    }

    /// `url` with a signature in its query, good for `seconds` from `date` for requests that send no signed header but
    /// `Host`. The body is not signed.
    func presigned(_ method: HTTPMethod, _ url: S3URL, expiresIn seconds: Int, at date: Date) -> String {
        let time = SigningTime(date)
        let scope = SigningScope(date: time.date, region: region)
        var url = url
        url.query += [
            S3QueryItem("X-Amz-Algorithm", Self.algorithm),
            S3QueryItem("X-Amz-Credential", "\(credentials.accessKeyID)/\(scope.text)"),
            S3QueryItem("X-Amz-Date", time.dateTime),
            S3QueryItem("X-Amz-Expires", String(seconds)),
            S3QueryItem("X-Amz-SignedHeaders", "host"),
        ]
        if let token = credentials.sessionToken { url.query.append(S3QueryItem("X-Amz-Security-Token", token)) }
        let canonical = canonicalRequest(method, url, headers: [:], payloadDigest: Self.unsignedPayload)
        return "\(url.text)&X-Amz-Signature=\(signature(of: canonical.text, at: time, in: scope))"
    }

    /// The text whose digest is signed, and the names of the headers in it.
    func canonicalRequest(
        _ method: HTTPMethod,
        _ url: S3URL,
        headers: HTTPHeaders,
        payloadDigest: String
    ) -> (text: String, signedHeaders: String) {
        var fields = ["host": [url.host]]
        for header in headers {
            let name = header.name.lowercased()
            guard !Self.unsignedHeaders.contains(name) else { continue }
            fields[name, default: []].append(Self.folded(header.value))
        }
        let sorted = fields.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
        let lines = sorted.map { "\($0.key):\($0.value.joined(separator: ","))\n" }.joined()
        let names = sorted.map(\.key).joined(separator: ";")
        // Bytes, not characters: upper case comes before lower case.
        let query = url.query.map(\.canonical).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
            .joined(separator: "&")
        return ("\(method.rawValue)\n\(url.path)\n\(query)\n\(lines)\n\(names)\n\(payloadDigest)", names)
    }

    /// The text that the signature is of.
    static func stringToSign(_ canonicalRequest: String, at time: SigningTime, in scope: SigningScope) -> String {
        let digest = SHA256Digest(of: Array(canonicalRequest.utf8)).hex
        return "\(algorithm)\n\(time.dateTime)\n\(scope.text)\n\(digest)"
    }

    private func signature(of canonicalRequest: String, at time: SigningTime, in scope: SigningScope) -> String {
        let key = keys.key(secret: credentials.secretAccessKey, scope: scope)
        return key.signature(of: Self.stringToSign(canonicalRequest, at: time, in: scope))
    }

    /// Without white space at the ends, and one space for every run of them.
    private static func folded(_ value: String) -> String {
        value.split(whereSeparator: { $0 == " " || $0 == "\t" }).joined(separator: " ")
    }
}
