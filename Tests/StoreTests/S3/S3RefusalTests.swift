import Foundation
import TestSupport
import Testing

@testable import Store

@Suite("A refusal of S3")
struct S3RefusalTests {
    private let key = ObjectKey.testing("a")
    private static let slow = ScriptedHTTPServer.Answer.error(503, "SlowDown")

    @Test(
        "that may pass is followed by another attempt",
        arguments: [
            ScriptedHTTPServer.Answer.error(500, "InternalError"), .error(503, "SlowDown"), .status(503), .status(429),
            .error(503, "SlowDown", [("Retry-After", "0")]), .status(502, [], "<html>bad gateway</html>"),
            .error(400, "RequestTimeout"), .error(409, "OperationAborted"),
        ]
    )
    func passing(answer: ScriptedHTTPServer.Answer) async throws {
        let server = try ScriptedHTTPServer.answering([answer, answer, .object("x")])
        #expect(try await S3ObjectStore.impatient(server.url).text("a") == "x")
        #expect(server.requests.count == 3)
    }

    @Test("that stays is told after so many attempts, with what the store said")
    func staying() async throws {
        let server = try ScriptedHTTPServer.answering([Self.slow])
        let store = try S3ObjectStore.impatient(server.url)
        let told = ObjectStoreError.unavailable(detail: "HTTP 503 SlowDown: scripted")
        await #expect(throws: told) { try await store.get(key, limit: 10) }
        #expect(server.requests.count == 5)
        await #expect(throws: told) { try await store.put(key, [1], contentType: "x/y", mode: .overwrite) }
        await #expect(throws: told) { try await store.list(prefix: "", after: nil, limit: 1) }
        await #expect(throws: told) { try await store.delete(key) }
        #expect(server.requests.count == 20)
    }

    @Test("that asks to wait longer than the call may take ends it")
    func retryAfter() async throws {
        let server = try ScriptedHTTPServer.answering([.error(503, "SlowDown", [("Retry-After", "3600")])])
        let store = try S3ObjectStore.impatient(server.url) { $0.deadlineSeconds = 15 }
        await #expect(throws: ObjectStoreError.unavailable(detail: "HTTP 503 SlowDown: scripted")) {
            try await store.get(key, limit: 10)
        }
        #expect(server.requests.count == 1)
    }

    @Test(
        "in an answer of success is one all the same",
        arguments: ["", "  \n ", String(repeating: " \n", count: 2000)]
    )
    func inSuccess(whiteSpace: String) async throws {
        let body = "\(whiteSpace)<?xml version=\"1.0\"?>\n<Error><Code>InternalError</Code></Error>"
        let server = try ScriptedHTTPServer.answering([.status(200, [], body)])
        let store = try S3ObjectStore.impatient(server.url)
        let told = ObjectStoreError.unavailable(detail: "HTTP 200 InternalError")
        await #expect(throws: told) { try await store.put(key, [1], contentType: "x/y", mode: .overwrite) }
        await #expect(throws: told) { try await store.list(prefix: "", after: nil, limit: 1) }
        #expect(server.requests.count == 10)
        // An object may be anything.
        let object = try ScriptedHTTPServer.answering([.object(body)])
        #expect(try await S3ObjectStore.impatient(object.url).text("a") == body)
    }

    @Test("is told for what it is")
    func meanings() async throws {
        let cases: [(ScriptedHTTPServer.Answer, StoreRefusal)] = [
            (.error(403, "InvalidAccessKeyId"), .unknownAccessKey),
            (.error(403, "SignatureDoesNotMatch"), .wrongSecret),
            (.error(403, "AccessDenied"), .accessDenied), (.status(403), .accessDenied),
            (.error(404, "NoSuchBucket"), .noBucket("media")), (.error(400, "ExpiredToken"), .expiredCredentials),
            (.error(301, "PermanentRedirect"), .wrongRegion(expected: nil)),
            (.error(400, "AuthorizationHeaderMalformed", region: "us-east-1"), .wrongRegion(expected: "us-east-1")),
            (.error(403, "RequestTimeTooSkewed"), .clockSkew(seconds: nil)),
        ]
        for (answer, refusal) in cases {
            let server = try ScriptedHTTPServer.answering([answer])
            let store = try S3ObjectStore.impatient(server.url)
            let error = await #expect(throws: ObjectStoreError.self) { try await store.get(key, limit: 10) }
            guard case .refused(refusal, _)? = error else {
                Issue.record("\(refusal): \(String(reflecting: error))")
                continue
            }
            #expect(server.requests.count == (refusal == .expiredCredentials ? 2 : 1))
        }
    }

    @Test("of expired credentials has the next attempt ask for others, once")
    func expired() async throws {
        let server = try ScriptedHTTPServer.answering([.error(400, "ExpiredToken"), .object("x")])
        let script = LoadScript()
        script.give("first", seconds: nil)
        let provider = CredentialsProvider(policy: RefreshPolicy(), clock: { script.now }) {
            (_) throws(CredentialsError) in
            let credentials = try await script.load()
            script.give("second", seconds: nil)
            return credentials
        }
        let store = try S3ObjectStore.impatient(server.url, credentials: provider)
        #expect(try await store.text("a") == "x")
        #expect(script.loads == 2)
        let keys = server.requests.map { $0.header("Authorization")?.split(separator: "/").first.map(String.init) }
        #expect(keys == ["AWS4-HMAC-SHA256 Credential=first", "AWS4-HMAC-SHA256 Credential=second"])
    }

    @Test("that keeps naming a listing's first page is no listing without end")
    func endless() async throws {
        let xml = "<ListBucketResult><IsTruncated>true</IsTruncated>"
        let page = "\(xml)<Contents><Key>a</Key></Contents></ListBucketResult>"
        for body in [page, "\(xml)</ListBucketResult>"] {
            let server = try ScriptedHTTPServer.answering([.status(200, [], body)])
            let store = try S3ObjectStore.impatient(server.url)
            let error = await #expect(throws: ObjectStoreError.self) { try await store.pagedKeys("", limit: 1) }
            #expect(error?.caseName == "unavailable")
        }
    }

    @Test("comes from a real server for a wrong key, secret and bucket", .enabled(if: S3Servers.current != nil))
    func real() async throws {
        try await S3ServerKind.signing.withBucket { bucket, _ in
            for (store, refusal) in try [
                (bucket.store(secret: "wrong"), StoreRefusal.wrongSecret),
                (bucket.store(accessKeyID: "unknown"), .unknownAccessKey),
                (S3TestBucket(bucket.servers, at: bucket.endpoint).store(), nil),
            ] {
                let error = await #expect(throws: ObjectStoreError.self) { try await store.check(.reading) }
                guard case .refused(let told, _)? = error else {
                    Issue.record("\(String(reflecting: error))")
                    continue
                }
                #expect(told == refusal ?? .noBucket(store.client.settings.bucket))
            }
        }
    }
}
