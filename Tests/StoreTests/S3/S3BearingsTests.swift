import Foundation
import TestSupport
import Testing

@testable import Store

@Suite("What S3 says of region and clock")
struct S3BearingsTests {
    private let key = ObjectKey.testing("a")

    @Test(
        "of a bucket elsewhere is learned from one refusal",
        arguments: [
            ScriptedHTTPServer.Answer.status(301, [("x-amz-bucket-region", "eu-west-3")]),
            .status(400, [("x-amz-bucket-region", "eu-west-3")]),
            .error(301, "PermanentRedirect", [("x-amz-bucket-region", "eu-west-3")]),
            .error(307, "TemporaryRedirect", [("x-amz-bucket-region", "eu-west-3")]),
            .error(400, "AuthorizationHeaderMalformed", region: "eu-west-3"),
        ]
    )
    func region(refusal: ScriptedHTTPServer.Answer) async throws {
        let server = try ScriptedHTTPServer { request in Self.isFor("eu-west-3", request) ? .object("x") : refusal }
        let store = try S3ObjectStore.impatient(server.url)
        #expect(try await store.text("a") == "x")
        #expect(try await store.text("b") == "x")
        #expect(try await store.head(key) != nil)
        #expect(store.region == "eu-west-3")
        #expect(server.requests.filter { !Self.isFor("eu-west-3", $0) }.count == 1)
        let url = try await store.presignedURL(for: key, expiresIn: 60, at: Date()).url
        #expect(url.contains("%2Feu-west-3%2Fs3%2Faws4_request"))
    }

    @Test("of a bucket elsewhere serves all calls that were under way")
    func regionForAll() async throws {
        let crowd = CountedGate(of: 8)
        let refusal = ScriptedHTTPServer.response(301, [("x-amz-bucket-region", "eu-west-3")])
        let server = try ScriptedHTTPServer { request in
            if Self.isFor("eu-west-3", request) { return .object("x") }
            crowd.arrive()
            return .faulty(.delay(crowd.gate, then: .pass), refusal)
        }
        let store = try S3ObjectStore.impatient(server.url)
        let calls = (0..<8).map { _ in Task { try await store.text("a") } }
        for call in calls { #expect(try await call.value == "x") }
    }

    @Test("of a bucket that is said to be elsewhere each time is no endless way")
    func wandering() async throws {
        let server = try ScriptedHTTPServer { request in
            let next = Self.isFor("eu-west-3", request) ? "us-east-1" : "eu-west-3"
            return .status(301, [("x-amz-bucket-region", next)])
        }
        let store = try S3ObjectStore.impatient(server.url)
        let error = await #expect(throws: ObjectStoreError.self) { try await store.get(key, limit: 10) }
        #expect(error?.caseName == "refused" && server.requests.count == 2)
    }

    @Test("of a clock that is an hour off serves all calls that were under way", arguments: [3600.0, -3600])
    func clockForAll(offset: Double) async throws {
        let crowd = CountedGate(of: 8)
        let now = Date(timeIntervalSince1970: 784_111_777)
        let refusal = ScriptedHTTPServer.response(403, [("Date", "Sun, 06 Nov 1994 08:49:37 GMT")])
        let server = try ScriptedHTTPServer { request in
            let isRight = request.header("x-amz-date")?.hasPrefix("19941106T0849") == true
            if isRight { return .object("x") }
            crowd.arrive()
            return .faulty(.delay(crowd.gate, then: .pass), refusal)
        }
        let store = try S3ObjectStore.impatient(server.url, clock: { now + offset })
        let calls = (0..<8).map { _ in Task { try await store.text("a") } }
        for call in calls { #expect(try await call.value == "x") }
        #expect(store.clockOffset == -offset)
    }

    @Test("of the time is no reason to ask again where the clock is right")
    func rightClock() async throws {
        let refusal = ScriptedHTTPServer.response(403, [("Date", "Sun, 06 Nov 1994 08:49:37 GMT")])
        let server = try ScriptedHTTPServer.answering([.bytes(refusal)])
        let store = try S3ObjectStore.impatient(server.url, clock: { Date(timeIntervalSince1970: 784_111_700) })
        await #expect(throws: ObjectStoreError.self) { try await store.head(key) }
        #expect(server.requests.count == 1)
    }

    @Test(
        "of a clock that is an hour off is learned from a real server, for presigned URLs as well",
        .enabled(if: S3Servers.current != nil),
        arguments: [3600.0, -3600]
    )
    func realClock(offset: Double) async throws {
        try await S3ServerKind.signing.withBucket { bucket, _ in
            let proxy = try bucket.proxy()
            let clock = { @Sendable in Date() + offset }
            let store = try bucket.store(at: proxy.url, clock: clock)
            try await store.put("a", "x")
            #expect(proxy.requests.count == 2)
            #expect(try await store.text("a") == "x")
            #expect(proxy.requests.count == 3)
            #expect(abs(store.clockOffset + offset) < 60)
            let url = try await store.presignedURL(for: key, expiresIn: 60, at: clock()).url
            let response = try await TransferEngine().send(.get(url))
            #expect(response.status == 200 && response.body == Array("x".utf8))
        }
    }

    private static func isFor(_ region: String, _ request: ReceivedRequest) -> Bool {
        request.header("Authorization")?.contains("/\(region)/s3/") == true
    }
}
