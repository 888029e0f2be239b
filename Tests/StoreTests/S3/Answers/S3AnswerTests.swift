import Foundation
import Testing

@testable import Store

@Suite("An answer of S3")
struct S3AnswerTests {
    @Test("lists objects, whose names may be encoded")
    func listing() throws {
        let xml = """
            <?xml version="1.0" encoding="UTF-8"?>
            <ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><IsTruncated>true</IsTruncated>
            <Contents><Key>a+b%2Bc/%C3%A9%26.jpg</Key><LastModified>2026-01-02T03:04:05.678Z</LastModified>
            <ETag>&quot;0123&quot;</ETag><Size>42</Size><Owner><ID>x</ID></Owner></Contents>
            <Contents><Key>z%25</Key><Size>0</Size></Contents>
            <EncodingType>url</EncodingType></ListBucketResult>
            """
        let listing = try #require(S3Listing(Array(xml.utf8)))
        #expect(listing.isTruncated)
        #expect(listing.entries.map(\.key) == ["a b+c/é&.jpg", "z%"])
        #expect(listing.entries[0].size == 42 && listing.entries[0].etag == "0123")
        #expect(listing.entries[0].lastModified == ISOTime.date("2026-01-02T03:04:05Z"))
    }

    @Test("that names are not encoded in leaves them alone")
    func plainNames() throws {
        let xml = "<ListBucketResult><Contents><Key>a+b%20 &amp; c</Key></Contents></ListBucketResult>"
        let listing = try #require(S3Listing(Array(xml.utf8)))
        #expect(listing.entries.map(\.key) == ["a+b%20 & c"] && !listing.isTruncated)
    }

    @Test(
        "that is no listing is told apart",
        arguments: ["", "<html></html>", "<ListBucketResult>", "{}", "<ListBucketResult><Contents></ListBucketResult>"]
    )
    func noListing(text: String) {
        #expect(S3Listing(Array(text.utf8)) == nil)
    }

    @Test("that refuses says why, and where the bucket is")
    func refusal() {
        let xml = "<Error><Code>SlowDown</Code><Message>Reduce</Message><Region>eu-west-1</Region></Error>"
        let headers: HTTPHeaders = ["Retry-After": "7", "Date": "Sun, 06 Nov 1994 08:49:37 GMT"]
        let answer = S3ErrorAnswer(HTTPResponse(status: 503, headers: headers, body: Array(xml.utf8)))
        #expect(answer.code == "SlowDown" && answer.message == "Reduce" && answer.region == "eu-west-1")
        #expect(answer.retryAfterSeconds == 7)
        #expect(answer.clockOffset(at: Date(timeIntervalSince1970: 784_111_777 - 3600)) == 3600)
        #expect(S3ErrorAnswer(HTTPResponse(status: 500, headers: [:], body: Array("oops".utf8))).detail == "HTTP 500")
    }

    @Test(
        "has a date",
        arguments: [
            ("Sun, 06 Nov 1994 08:49:37 GMT", 784_111_777), ("Thu, 29 Feb 2024 23:59:59 GMT", 1_709_251_199),
            ("Thu, 30 Feb 2024 00:00:00 GMT", nil), ("Sunday, 06-Nov-94 08:49:37 GMT", nil), ("", nil),
        ] as [(String, Double?)]
    )
    func date(text: String, seconds: Double?) {
        #expect(HTTPDate.date(text) == seconds.map { Date(timeIntervalSince1970: $0) })
    }

    @Test("nested without end is refused")
    func nesting() {
        let text = String(repeating: "<a>", count: 10_000) + String(repeating: "</a>", count: 10_000)
        #expect(!XMLReader.read(Array(text.utf8)) { _, _ in })
    }
}
