import Testing

@testable import Store

@Suite("The address of an S3 service")
struct S3EndpointTests {
    @Test(
        "places bucket and key",
        arguments: [
            ("http://minio:9000", .automatic, "http://minio:9000/media/a%20b/c"),
            ("http://minio:9000/", .virtual, "http://media.minio:9000/a%20b/c"),
            ("HTTPS://S3.Example.org:443/base/", .automatic, "https://s3.example.org/base/media/a%20b/c"),
            ("http://[::1]:80", .automatic, "http://[::1]/media/a%20b/c"),
            ("https://storage.googleapis.com", .automatic, "https://storage.googleapis.com/media/a%20b/c"),
            ("https://s3.eu-west-1.amazonaws.com", .automatic, "https://media.s3.eu-west-1.amazonaws.com/a%20b/c"),
            ("https://s3.eu-west-1.amazonaws.com", .path, "https://s3.eu-west-1.amazonaws.com/media/a%20b/c"),
        ] as [(String, S3AddressingStyle, String)]
    )
    func places(endpoint: String, style: S3AddressingStyle, url: String) throws {
        #expect(try S3Endpoint(endpoint, style: style).url(bucket: "media", key: "a b/c").text == url)
    }

    @Test("of Amazon holds the region, and a dotted bucket in the path")
    func amazon() {
        let endpoint = S3Endpoint.amazon(region: "eu-west-1")
        #expect(endpoint.url(bucket: "media", key: "k").text == "https://media.s3.eu-west-1.amazonaws.com/k")
        #expect(endpoint.url(bucket: "my.media", key: "k").text == "https://s3.eu-west-1.amazonaws.com/my.media/k")
        #expect(S3Endpoint.amazon(region: "cn-north-1").description == "https://s3.cn-north-1.amazonaws.com.cn")
    }

    @Test(
        "is refused where it is none",
        arguments: ["", "minio:9000", "ftp://x", "http://", "http://:9000", "http://u@h", "http://h?x", "http://h/ p#"]
    )
    func refused(text: String) {
        #expect(throws: S3EndpointError(text)) { try S3Endpoint(text) }
    }

    @Test(
        "tells whose storage it is",
        arguments: [
            ("https://s3.amazonaws.com", .amazon), ("https://storage.googleapis.com", .google),
            ("https://0a1b.r2.cloudflarestorage.com", .cloudflare), ("https://notamazonaws.com", .other),
            ("http://minio:9000", .other),
        ] as [(String, S3Provider)]
    )
    func provider(endpoint: String, provider: S3Provider) throws {
        #expect(try S3Endpoint(endpoint).provider == provider)
    }
}
