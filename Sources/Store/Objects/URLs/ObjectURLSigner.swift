package import Foundation

/// Makes and verifies the URLs under which this service itself serves the objects of its embedded stores.
///
/// `<base>/objects/<bucket>/<key>?expires=<unix seconds>&signature=<hex>`, where the signature is the HMAC-SHA256 of
/// `bucket\nkey\nexpires`. No key holds a line feed, so that no two URLs share a signature.
package struct ObjectURLSigner: Sendable {
    /// Where the objects lie below the base.
    package static let path = "/objects/"

    private let baseURL: String
    private let secret: ObjectURLSecret

    /// `baseURL` is how clients reach this service, such as `https://overlays.example.org`; slashes at its end are dropped.
    package init(baseURL: String, secret: ObjectURLSecret) {
        var baseURL = baseURL
        while baseURL.hasSuffix("/") { baseURL.removeLast() }
        self.baseURL = baseURL
        self.secret = secret
    }

    /// The URL of an object, good until `expires` (unix seconds).
    package func url(bucket: String, key: ObjectKey, expiresAt expires: Int) -> String {
        let object = "\(bucket.percentEncoded())/\(key.text.percentEncoded(keeping: "/"))"
        let signature = code(bucket: bucket, key: key, expires: expires).hex
        return "\(baseURL)\(Self.path)\(object)?expires=\(expires)&signature=\(signature)"
    }

    /// Returns where `url` made the signature for this object and `expires`, and that is later than `now`.
    ///
    /// Bucket and key are those of the URL's path after percent-decoding.
    package func verify(
        bucket: String,
        key: ObjectKey,
        expires: Int,
        signature: String,
        now: Date
    ) throws(SignatureError) {
        guard let claimed = [UInt8](hex: signature),
            code(bucket: bucket, key: key, expires: expires).matches(claimed)
        else { throw .invalid }
        guard now.timeIntervalSince1970 < Double(expires) else { throw .expired }
    }

    /// The URL of an object for `seconds` from `now`. Throws `.invalidExpiry`.
    func presignedURL(
        bucket: String,
        key: ObjectKey,
        expiresIn seconds: Int,
        at now: Date
    ) throws(ObjectStoreError) -> PresignedURL {
        guard PresignedURL.expiryLimits.contains(seconds),
            let expires = Int(exactly: now.timeIntervalSince1970.rounded(.down) + Double(seconds))
        else { throw .invalidExpiry(seconds: seconds) }
        return PresignedURL(
            url: url(bucket: bucket, key: key, expiresAt: expires),
            expiresAt: Date(timeIntervalSince1970: TimeInterval(expires))
        )
    }

    private func code(bucket: String, key: ObjectKey, expires: Int) -> HMACSHA256 {
        secret.authenticate("\(bucket)\n\(key.text)\n\(expires)")
    }
}

/// Why a signed URL is not honoured.
package enum SignatureError: Error {
    /// Ours, but its time is over.
    case expired
    /// Not ours, or changed since.
    case invalid
}

/// A URL that stands for the right to read one object for some time.
package struct PresignedURL: Hashable, Sendable {
    /// How many seconds a URL can live: up to seven days, as in S3.
    package static let expiryLimits = 1...604_800

    /// Absolute, percent-encoded, ready to send.
    package let url: String
    package let expiresAt: Date

    package init(url: String, expiresAt: Date) {
        self.url = url
        self.expiresAt = expiresAt
    }
}
