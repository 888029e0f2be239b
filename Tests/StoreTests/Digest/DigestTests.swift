import Testing

@testable import Store

@Suite("Digests")
struct DigestTests {
    struct Vector: Sendable, CustomTestStringConvertible {
        let message: String
        let repeated: Int
        let hex: String

        init(_ message: String, times repeated: Int = 1, _ hex: String) {
            self.message = message
            self.repeated = repeated
            self.hex = hex
        }

        var bytes: [UInt8] { [UInt8](String(repeating: message, count: repeated).utf8) }
        var testDescription: String { "\(repeated) × \(message.debugDescription)" }
    }

    /// NIST's examples for FIPS 180-4.
    static let sha256 = [
        Vector("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        Vector("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        Vector(
            "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
        ),
        Vector("a", times: 1_000_000, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"),
    ]

    /// RFC 1321, appendix A.5.
    static let md5 = [
        Vector("", "d41d8cd98f00b204e9800998ecf8427e"),
        Vector("a", "0cc175b9c0f1b6a831c399e269772661"),
        Vector("abc", "900150983cd24fb0d6963f7d28e17f72"),
        Vector("message digest", "f96b697d7cb7938d525a2f31aaf161d0"),
        Vector("abcdefghijklmnopqrstuvwxyz", "c3fcd3d76192e4007dfb496cca67e13b"),
        Vector("1234567890", times: 8, "57edf4a22be3c955ac49da2e2107b67a"),
    ]

    @Test("SHA-256 gives the published digests", arguments: sha256)
    func sha256Vectors(vector: Vector) {
        #expect(SHA256Digest(of: vector.bytes).hex == vector.hex)
    }

    @Test("MD5 gives the published digests", arguments: md5)
    func md5Vectors(vector: Vector) throws {
        #expect(try MD5Digest(of: vector.bytes).hex == vector.hex)
    }

    @Test("a digest does not depend on how its bytes are cut", arguments: [1, 7, 55, 56, 63, 64, 65, 119, 120, 200])
    func cuts(step: Int) throws {
        let bytes = (0..<200).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        var sha256 = SHA256Hasher()
        var md5 = try MD5Hasher()
        for start in stride(from: 0, to: bytes.count, by: step) {
            let piece = Array(bytes[start..<min(start + step, bytes.count)])
            sha256.update(piece)
            md5.update(piece.span)
        }
        #expect(sha256.finalize() == SHA256Digest(of: bytes))
        #expect(try md5.finalize() == MD5Digest(of: bytes))
    }

    @Test("empty pieces change nothing")
    func emptyPieces() {
        var hasher = SHA256Hasher()
        hasher.update([])
        hasher.update([UInt8]("abc".utf8))
        hasher.update([])
        #expect(hasher.finalize() == SHA256Digest(of: [UInt8]("abc".utf8)))
    }

    @Test("random bytes are as many as asked for, and others each time", arguments: [0, 1, 32, 4096] as [Int32])
    func randomBytes(count: Int32) throws {
        let first = try RandomBytes.make(count)
        #expect(first.count == Int(count))
        if count >= 32 { #expect(try RandomBytes.make(count) != first) }
    }
}
