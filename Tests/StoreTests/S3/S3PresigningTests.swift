import Foundation
import Testing

@testable import Store

@Suite("A presigned URL of S3")
struct S3PresigningTests {
    private static let isServed = S3Servers.current != nil
    private let engine = TransferEngine()

    @Test(
        "opens for what it was made for, and for nothing else",
        .enabled(if: isServed),
        arguments: S3ServerKind.allCases
    )
    func opens(kind: S3ServerKind) async throws {
        try await kind.withBucket { bucket, store in
            for text in S3ServerKind.awkwardKeys {
                let key = try ObjectKey(text)
                let put = try await store.presignedURL(for: key, PresignedCall(.put), expiresIn: 60, at: Date())
                #expect(try await send(.put, put.url, Array("new".utf8)).status == 200)
                let get = try await store.presignedURL(for: key, expiresIn: 60, at: Date())
                #expect(try await String(decoding: send(.get, get.url).body, as: UTF8.self) == "new")
                let head = try await store.presignedURL(for: key, PresignedCall(.head), expiresIn: 60, at: Date())
                #expect(try await send(.head, head.url).headers["Content-Length"] == "3")
                guard kind == .signing else { continue }
                #expect(try await send(.put, get.url, Array("no".utf8)).status == 403)
                #expect(try await send(.get, "\(get.url)0").status == 403)
            }
            #expect(try await store.text("plain.json") == "new")
        }
    }

    @Test("gives the answer another name and type", .enabled(if: isServed), arguments: S3ServerKind.allCases)
    func overrides(kind: S3ServerKind) async throws {
        try await kind.withBucket { bucket, store in
            try await store.put("a b.json", "{}")
            let disposition = "attachment; filename=\"frame 1 + 2.png\"; filename*=UTF-8''%C3%A9.png"
            let call = PresignedCall(.get, contentDisposition: disposition, contentType: "image/png; x=\"y\"")
            let url = try await store.presignedURL(for: ObjectKey("a b.json"), call, expiresIn: 60, at: Date()).url
            let response = try await send(.get, url)
            #expect(response.status == 200)
            #expect(response.headers["Content-Disposition"] == disposition)
            #expect(response.headers["Content-Type"] == "image/png; x=\"y\"")
        }
    }

    @Test("shows an object's metadata", .enabled(if: isServed), arguments: S3ServerKind.allCases)
    func metadata(kind: S3ServerKind) async throws {
        try await kind.withBucket { bucket, store in
            let key = try ObjectKey("a.png")
            let metadata = [
                "style": "layers=boxes,labels", "stage": "größe  2", "long": String(repeating: "é", count: 200),
            ]
            _ = try await store.put(key, [1], contentType: "image/png", metadata: metadata, mode: .createOnly)
            let url = try await store.presignedURL(for: key, expiresIn: 60, at: Date()).url
            let headers = try await send(.get, url).headers
            #expect(headers["x-amz-meta-style"] == "layers=boxes,labels")
            #expect(headers["x-amz-meta-stage"] == "gr%C3%B6%C3%9Fe%20%202")
            #expect(headers["x-amz-meta-long"]?.utf8.count == 256)
        }
    }

    @Test("of another client opens as well", .enabled(if: isServed), arguments: S3ServerKind.allCases)
    func ofAnotherClient(kind: S3ServerKind) async throws {
        try await kind.withBucket { bucket, store in
            let calls = S3ServerKind.awkwardKeys.flatMap { key in
                ["put", "get"].map { method in
                    var call = Boto3Call("presign", key: key)
                    call.method = method
                    return call
                }
            }
            for (call, answer) in try await zip(calls, bucket.boto3(calls)) {
                let url = try #require(answer.url)
                let isPut = call.method == "put"
                let response = try await send(isPut ? .put : .get, url, isPut ? Array("x".utf8) : [])
                #expect(response.status == 200, "\(call.key ?? "")")
                if !isPut { #expect(response.body == Array("x".utf8)) }
            }
        }
    }

    @Test("ends with the credentials that it was made with", arguments: [(600, 600), (7200, 3600), (0, 1), (-5, 1)])
    func temporary(secondsLeft: Int, lifetime: Int) async throws {
        let now = Date(timeIntervalSince1970: 1_800_000_000.75)
        let credentials = S3Credentials(
            accessKeyID: "key",
            secretAccessKey: "secret",
            sessionToken: "a+b/c=",
            expiresAt: Date(timeIntervalSince1970: 1_800_000_000 + Double(secondsLeft))
        )
        let store = try S3ObjectStore.impatient("http://minio:9000", credentials: .fixed(credentials))
        let signed = try await store.presignedURL(for: ObjectKey("a"), expiresIn: 3600, at: now)
        #expect(signed.expiresAt == Date(timeIntervalSince1970: 1_800_000_000 + Double(lifetime)))
        #expect(signed.url.contains("&X-Amz-Expires=\(lifetime)&"))
        #expect(signed.url.contains("&X-Amz-Security-Token=a%2Bb%2Fc%3D&"))
    }

    @Test("leads to the public address, and is signed for it")
    func publicAddress() async throws {
        let `public` = try S3Endpoint("https://media.example.org/s3")
        let settings = S3Settings(
            bucket: "media",
            endpoint: try S3Endpoint("http://minio:9000"),
            publicEndpoint: `public`
        )
        let credentials = S3Credentials(accessKeyID: "key", secretAccessKey: "secret")
        let store = S3ObjectStore(settings, credentials: .fixed(credentials), engine: engine)
        let signed = try await store.presignedURL(for: ObjectKey("a b"), expiresIn: 5, at: Date())
        #expect(signed.url.hasPrefix("https://media.example.org/s3/media/a%20b?X-Amz-Algorithm="))
    }

    private func send(_ method: HTTPMethod, _ url: String, _ body: [UInt8] = []) async throws -> HTTPResponse {
        try await engine.send(HTTPRequest(method: method, url: url, body: body, responseLimit: 1 << 20))
    }
}
