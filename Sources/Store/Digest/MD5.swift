/// The MD5 digest (RFC 1321) of some bytes: 16 bytes. An identity, as in S3's ETags; no protection against forgery.
package struct MD5Digest: Hashable, Sendable {
    package let bytes: [UInt8]

    init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// Throws `.md5Refused` where libcrypto runs in FIPS mode.
    package init(of bytes: [UInt8]) throws(DigestError) {
        var hasher = try MD5Hasher()
        hasher.update(bytes.span)
        self = hasher.finalize()
    }

    /// 32 lower-case hexadecimal digits.
    package var hex: String { bytes.hex }
}

/// An MD5 digest that takes its bytes piece by piece.
package struct MD5Hasher: ~Copyable {
    private var context: LibCrypto.Context

    /// Throws `.md5Refused` where libcrypto runs in FIPS mode.
    package init() throws(DigestError) {
        guard let context = LibCrypto.Context(.md5) else { throw .md5Refused }
        self.context = context
    }

    package mutating func update(_ bytes: Span<UInt8>) {
        context.update(bytes)
    }

    /// The digest of all bytes so far; ends this hasher.
    package consuming func finalize() -> MD5Digest {
        MD5Digest(bytes: context.finalize())
    }
}
