import Foundation
import Testing

@testable import Store

@Suite("Signed URLs of objects")
struct ObjectURLSignerTests {
    private let signer: ObjectURLSigner
    private let key: ObjectKey
    private let expires = 1_700_000_000
    private let now = Date(timeIntervalSince1970: 1_600_000_000)

    init() throws {
        signer = try ObjectURLSigner(baseURL: "https://overlays.example.org/base/", secret: .random())
        key = try ObjectKey("overlays/a/b.png")
    }

    private func signature(_ bucket: String, _ key: ObjectKey, _ expires: Int) throws -> String {
        let parts = try #require(URLComponents(string: signer.url(bucket: bucket, key: key, expiresAt: expires)))
        return try #require(parts.queryItems?.first { $0.name == "signature" }?.value)
    }

    private func isValid(_ bucket: String, _ key: ObjectKey, _ expires: Int, _ signature: String) -> Bool {
        do {
            try signer.verify(bucket: bucket, key: key, expires: expires, signature: signature, now: now)
            return true
        } catch {
            #expect(error == .invalid)
            return false
        }
    }

    @Test("verify as they are, and with no part changed")
    func tampering() throws {
        let signature = try signature("out", key, expires)
        #expect(isValid("out", key, expires, signature))
        #expect(!isValid("in", key, expires, signature))
        #expect(!isValid("", key, expires, signature))
        #expect(try !isValid("out", ObjectKey("overlays/a/b.pn"), expires, signature))
        #expect(try !isValid("out", ObjectKey("overlays/a/c.png"), expires, signature))
        #expect(!isValid("out", key, expires + 1, signature))
        #expect(!isValid("out", key, Int.max, signature))
        #expect(!isValid("out", key, Int.min, signature))
    }

    @Test("verify with no other signature")
    func otherSignatures() throws {
        let signature = try signature("out", key, expires)
        for index in signature.indices {
            var other = signature
            other.replaceSubrange(index...index, with: other[index] == "0" ? "1" : "0")
            #expect(!isValid("out", key, expires, other))
        }
        for other in ["", "0", signature + "00", String(signature.dropLast(2)), signature.uppercased() + " ", "\0"] {
            #expect(!isValid("out", key, expires, other))
        }
    }

    @Test("verify with their own secret only")
    func otherSecret() throws {
        let other = try ObjectURLSigner(baseURL: "https://overlays.example.org", secret: .random())
        let signature = try signature("out", key, expires)
        #expect(throws: SignatureError.invalid) {
            try other.verify(bucket: "out", key: key, expires: expires, signature: signature, now: now)
        }
    }

    @Test("share no signature where their parts join to the same text")
    func joins() throws {
        let first = try signature("a\nb", ObjectKey("c"), 1)
        #expect(try first != signature("a", ObjectKey("b/c"), 1))
        #expect(try signature("a", ObjectKey("b1"), 2) != signature("a", ObjectKey("b"), 12))
    }

    @Test(
        "are good until the second in which they expire, and not in it",
        arguments: [(-1_000_000, true), (-1, true), (-0.001, true), (0, false), (0.001, false), (1_000_000, false)]
    )
    func expiry(offset: Double, isGood: Bool) throws {
        let signature = try signature("out", key, expires)
        let now = Date(timeIntervalSince1970: Double(expires) + offset)
        let verify = {
            try signer.verify(bucket: "out", key: key, expires: expires, signature: signature, now: now)
        }
        if isGood { try verify() } else { #expect(throws: SignatureError.expired, performing: verify) }
    }

    @Test("that are not ours are invalid rather than expired")
    func expiredAndInvalid() {
        #expect(throws: SignatureError.invalid) {
            try signer.verify(bucket: "out", key: key, expires: 1, signature: "00", now: now)
        }
    }

    @Test(
        "give bucket, key and expiry back to who parses them",
        arguments: ObjectKeyTests.valid + [
            "a b", "a+b", "100%", "%2F%00", "what?", "x#y", "a&b=c", "a;b", "é/e\u{301}/日本/🙂", "x/\u{301}",
            "'\"<>`{}|^[]",
        ]
    )
    func roundTrip(text: String) throws {
        let key = try ObjectKey(text)
        let url = signer.url(bucket: "mpr media+out", key: key, expiresAt: expires)
        #expect(url.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7f })
        let parts = try #require(URLComponents(string: url))
        let path = try #require(parts.percentEncodedPath.removingPercentEncoding)
        #expect(Array(path.utf8) == Array("/base/objects/mpr media+out/\(text)".utf8))
        #expect(parts.queryItems?.first { $0.name == "expires" }?.value == "\(expires)")
        #expect(parts.fragment == nil)
        let signature = try #require(parts.queryItems?.first { $0.name == "signature" }?.value)
        #expect(isValid("mpr media+out", key, expires, signature))
    }

    @Test(
        "come from a base with or without a slash at its end",
        arguments: ["http://h:1", "http://h:1/", "http://h:1//"]
    )
    func base(baseURL: String) throws {
        let signer = try ObjectURLSigner(baseURL: baseURL, secret: .random())
        #expect(
            signer.url(bucket: "b", key: key, expiresAt: 1).hasPrefix(
                "http://h:1/objects/b/overlays/a/b.png?expires=1&"
            )
        )
    }

    @Test("cannot be made for a time that has no number", arguments: [Double.infinity, -.infinity, .nan, 1e300])
    func impossibleTimes(seconds: Double) {
        #expect(throws: ObjectStoreError.invalidExpiry(seconds: 60)) {
            try signer.presignedURL(
                bucket: "b",
                key: key,
                expiresIn: 60,
                at: Date(timeIntervalSince1970: seconds)
            )
        }
    }

    @Test("leave the unreserved characters, and encode every other byte in upper case")
    func percentEncoding() {
        let unreserved = "ABCXYZabcxyz0129-._~"
        #expect(unreserved.percentEncoded() == unreserved)
        #expect("a/b c+ü%".percentEncoded() == "a%2Fb%20c%2B%C3%BC%25")
        #expect("a/b c".percentEncoded(keeping: "/") == "a/b%20c")
        #expect("\0\u{7f}".percentEncoded() == "%00%7F")
    }
}
