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
