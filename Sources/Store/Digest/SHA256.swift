/// The SHA-256 digest (FIPS 180-4) of some bytes: 32 bytes.
package struct SHA256Digest: Hashable, Sendable {
    package let bytes: [UInt8]

    init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    package init(of bytes: Span<UInt8>) {
        var hasher = SHA256Hasher()
        hasher.update(bytes)
        self = hasher.finalize()
    }

    package init(of bytes: [UInt8]) {
        self.init(of: bytes.span)
    }

    /// 64 lower-case hexadecimal digits.
    package var hex: String { bytes.hex }
}

/// A SHA-256 digest that takes its bytes piece by piece.
package struct SHA256Hasher: ~Copyable {
    private var context: LibCrypto.Context

    package init() {
        guard let context = LibCrypto.Context(.sha256) else {
            preconditionFailure("libcrypto has SHA-256 in every configuration")
        }
        self.context = context
    }

    package mutating func update(_ bytes: Span<UInt8>) {
        context.update(bytes)
    }

    package mutating func update(_ bytes: [UInt8]) {
        context.update(bytes.span)
    }

    /// The digest of all bytes so far; ends this hasher.
    package consuming func finalize() -> SHA256Digest {
        SHA256Digest(bytes: context.finalize())
    }
}

/// An HMAC-SHA256 message authentication code (RFC 2104): 32 bytes.
package struct HMACSHA256: Sendable {
    package let bytes: [UInt8]

    package init(key: [UInt8], message: [UInt8]) {
        bytes = LibCrypto.hmacSHA256(key: key, message: message)
    }

    package init(key: [UInt8], message: String) {
        self.init(key: key, message: [UInt8](message.utf8))
    }

    /// 64 lower-case hexadecimal digits.
    package var hex: String { bytes.hex }

    /// Whether `claimed` are these bytes, in a time that does not tell how many of them agree.
    package func matches(_ claimed: [UInt8]) -> Bool {
        LibCrypto.isEqual(bytes, claimed)
    }
}
