import Synchronization

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
