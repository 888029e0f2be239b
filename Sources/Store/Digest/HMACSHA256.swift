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
