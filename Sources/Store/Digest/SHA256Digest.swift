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
