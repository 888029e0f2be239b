import Foundation
import Testing

@testable import Store

@Suite("A signature")
struct SigV4Tests {
    private let documented = SigV4(
        credentials: S3Credentials(
            accessKeyID: "AKIAIOSFODNN7EXAMPLE",
            secretAccessKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
        ),
        region: "us-east-1",
        keys: SigningKeyCache()
    )
    private let url = S3URL(scheme: "https", host: "examplebucket.s3.amazonaws.com", path: "/test.txt")
    private let date = Date(timeIntervalSince1970: 1_369_353_600)  // 2013-05-24T00:00:00Z

    /// https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html
    @Test("in a URL is the one of Amazon's documentation")
    func documentedURL() {
        let presigned = documented.presigned(.get, url, expiresIn: 86_400, at: date)
        #expect(presigned.hasSuffix("=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404"))
    }

    /// https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html
    @Test("in a header is the one of Amazon's documentation")
    func documentedHeader() throws {
        let empty = SHA256Digest(of: []).hex
        let signed = documented.signed(.get, url, headers: ["Range": "bytes=0-9"], payloadDigest: empty, at: date)
        let authorization = try #require(signed["Authorization"])
        #expect(authorization.hasSuffix("=f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41"))
    }

    @Test("never covers headers that change on the way", arguments: ["Accept-Encoding", "User-Agent", "Expect"])
    func unsigned(name: String) {
        let with = documented.canonicalRequest(.get, url, headers: [name: "x"], payloadDigest: "")
        let without = documented.canonicalRequest(.get, url, headers: [:], payloadDigest: "")
        #expect(with == without)
    }

    @Test("differs from day to day, with and without the key of the day before in the cache")
    func days() {
        let next = date.addingTimeInterval(86_400)
        let urls = [date, next, date].map { documented.presigned(.get, url, expiresIn: 60, at: $0) }
        #expect(urls[0] == urls[2] && urls[0] != urls[1])
    }
}
