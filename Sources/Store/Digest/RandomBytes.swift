/// Bytes for secrets, from libcrypto's generator.
package enum RandomBytes {
    /// `count` bytes that nobody can predict. Throws `.noRandomness`.
    package static func make(_ count: Int32) throws(DigestError) -> [UInt8] {
        guard let bytes = LibCrypto.randomBytes(count) else { throw .noRandomness }
        return bytes
    }
}
