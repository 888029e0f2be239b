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
    package func presignedURL(
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

/// The key that signs the URLs of embedded stores: 32 random bytes.
package struct ObjectURLSecret: Sendable, CustomStringConvertible {
    private static let byteCount = 32

    private let bytes: [UInt8]

    /// A secret of its own, for as long as the process lives. Throws `.unavailable`.
    package static func random() throws(ObjectStoreError) -> ObjectURLSecret {
        do throws(DigestError) {
            return ObjectURLSecret(bytes: try RandomBytes.make(Int32(byteCount)))
        } catch {
            throw ObjectStoreError(error)
        }
    }

    /// The secret in the file at `path`, made there (for its owner only) where there is none, so that URLs outlive the
    /// process. Processes that do this at once get the same secret. Blocks; meant for the start.
    package static func load(from path: String) throws(ObjectStoreError) -> ObjectURLSecret {
        if let secret = try existing(at: path) { return secret }
        let fresh = try random()
        do throws(SystemCallError) {
            try fresh.save(at: path)
        } catch {
            throw ObjectStoreError(error, at: path)
        }
        guard let secret = try existing(at: path) else {
            throw .unavailable(detail: "\(path) cannot be made: something that cannot be opened has its name")
        }
        return secret
    }

    /// Hides the bytes from logs.
    package var description: String { "ObjectURLSecret" }

    func authenticate(_ message: String) -> HMACSHA256 {
        HMACSHA256(key: bytes, message: message)
    }

    private static func existing(at path: String) throws(ObjectStoreError) -> ObjectURLSecret? {
        let bytes: [UInt8]
        do throws(SystemCallError) {
            guard let file = try OpenFile.existing(at: path) else { return nil }
            bytes = try file.read(0..<byteCount + 1)
        } catch {
            throw ObjectStoreError(error, at: path)
        }
        guard bytes.count == byteCount else {
            throw .unavailable(detail: "\(path) is no URL secret: it does not hold \(byteCount) bytes")
        }
        return ObjectURLSecret(bytes: bytes)
    }

    /// Puts the secret at `path`, whole and at once; leaves a file that is there by then.
    private func save(at path: String) throws(SystemCallError) {
        let url = URL(filePath: path)
        let folder = url.deletingLastPathComponent().path
        try Folder.make(at: folder)
        let temporary = try TemporaryFile(in: Folder(path: folder), permissions: 0o600) {
            (file) throws(SystemCallError) in try file.write(bytes)
        }
        do throws(SystemCallError) {
            try temporary.link(to: url.lastPathComponent, in: Folder(path: folder))
        } catch {
            if error.code != EEXIST { throw error }
        }
    }
}
