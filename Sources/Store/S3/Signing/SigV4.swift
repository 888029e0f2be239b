import Foundation
import Synchronization

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

/// What a signature is good for: a day, a region and the service `s3`.
struct SigningScope: Hashable, Sendable {
    /// Such as `20250115`.
    let date: String
    let region: String

    /// As it stands in credentials and in the string to sign.
    var text: String { "\(date)/\(region)/s3/aws4_request" }
}

/// A moment in the two forms that signatures name it in, UTC.
struct SigningTime: Hashable, Sendable {
    /// Such as `20250115T123456Z`.
    let dateTime: String
    /// Such as `20250115`.
    var date: String { String(dateTime.prefix(8)) }

    /// `date` to the second, rounded down; years outside 1 to 9999 become 1970, which no store accepts.
    init(_ date: Date) {
        let second = Date(timeIntervalSince1970: date.timeIntervalSince1970.rounded(.down))
        let text = ISOTime.text(second) ?? "1970-01-01T00:00:00.000Z"
        let digits = text.utf8.prefix(19).filter { $0 != UInt8(ascii: "-") && $0 != UInt8(ascii: ":") }
        dateTime = "\(String(decoding: digits, as: UTF8.self))Z"
    }
}

/// The key that a scope's signatures are made with, derived from the secret (AWS Signature Version 4, step 3).
struct SigningKey: Sendable {
    private let bytes: [UInt8]

    init(secret: String, scope: SigningScope) {
        let date = HMACSHA256(key: Array("AWS4\(secret)".utf8), message: scope.date)
        let region = HMACSHA256(key: date.bytes, message: scope.region)
        let service = HMACSHA256(key: region.bytes, message: "s3")
        bytes = HMACSHA256(key: service.bytes, message: "aws4_request").bytes
    }

    /// The signature of a string to sign, in hexadecimal digits.
    func signature(of stringToSign: String) -> String {
        HMACSHA256(key: bytes, message: stringToSign).hex
    }
}

/// Keeps the signing key that was used last: one lasts for a day.
final class SigningKeyCache: Sendable {
    private struct Entry {
        let secret: String
        let scope: SigningScope
        let key: SigningKey
    }

    private let entry = Mutex<Entry?>(nil)

    func key(secret: String, scope: SigningScope) -> SigningKey {
        entry.withLock { entry in
            if let entry, entry.scope == scope, entry.secret == secret { return entry.key }
            let key = SigningKey(secret: secret, scope: scope)
            entry = Entry(secret: secret, scope: scope, key: key)
            return key
        }
    }
}
