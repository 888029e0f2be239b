import Foundation
import Synchronization
import TestSupport
import Testing

@testable import Store

@Suite("An upload to S3 that goes wrong")
struct S3UploadFaultTests {
    private let key = ObjectKey.testing("a/b")
    private static let wrongETag = [("ETag", "\"\(String(repeating: "0", count: 32))\"")]
    private static let rightETag = [("ETag", "\"\((try? MD5Digest(of: [1]))?.hex ?? "")\"")]

    @Test(
        "is told as created where its answer was lost and the object is there",
        .enabled(if: S3Servers.current != nil)
    )
    func lostAnswer() async throws {
        try await S3ServerKind.moto.withBucket { bucket, store in
            let proxy = try bucket.proxy(.tcp)
            let proxied = try bucket.store(at: proxy.url) { $0.makeImpatient() }
            // The first connection is for a look at what is there, the second for the put, whose answer is cut off.
            proxy.script([.pass, .resetAfter(bytes: 1)])
            #expect(try await proxied.put("a/b", "mine", mode: .createOnly) == .created)
            #expect(proxy.acceptedCount > 2)
            #expect(try await store.text("a/b") == "mine")
            #expect(try await proxied.put("a/b", "mine", mode: .createOnly) == .existed)
        }
    }

    @Test("is told as one that met an object where that is another's")
    func othersObject() async throws {
        // What is there; the put; the put again; what is there now.
        let server = try ScriptedHTTPServer.answering([
            .status(404), .error(500, "InternalError"), .error(412, "PreconditionFailed"), .status(200, Self.wrongETag),
        ])
        #expect(try await put(server, .createOnly) == .existed)
        #expect(server.requests.map(\.method) == ["HEAD", "PUT", "PUT", "HEAD"])
    }

    @Test("is told as one that met an object where no attempt can have stored its own", arguments: [412, 304])
    func refused(status: Int) async throws {
        let server = try ScriptedHTTPServer.answering([
            .status(404), .error(409, "ConditionalRequestConflict"), .status(status), .status(200, Self.rightETag),
        ])
        #expect(try await put(server, .createOnly) == .existed)
        #expect(server.requests.map(\.method) == ["HEAD", "PUT", "PUT"])
        #expect(server.requests[1].header("If-None-Match") == "*")
    }

    @Test("is made after a look where the store does not know conditions, which is told once")
    func unknownCondition() async throws {
        let notices = Notices()
        // What is there; the put; what is there, again; the put without a condition. Then a look and a put.
        let server = try ScriptedHTTPServer.answering([
            .status(404), .error(501, "NotImplemented"), .status(404), .status(200, Self.rightETag),
            .status(404), .status(200, Self.rightETag), .status(200, Self.rightETag),
        ])
        let store = try S3ObjectStore.impatient(server.url, notice: { notices.add($0) })
        #expect(try await store.put(key, [1], contentType: "a/b", mode: .createOnly) == .created)
        #expect(try await store.put(key, [1], contentType: "a/b", mode: .createUnseen) == .created)
        #expect(try await store.put(key, [1], contentType: "a/b", mode: .createUnseen) == .existed)
        #expect(server.requests.map(\.method) == ["HEAD", "PUT", "HEAD", "PUT", "HEAD", "PUT", "HEAD"])
        #expect(server.requests.map { $0.header("If-None-Match") != nil }.filter(\.self).count == 1)
        #expect(notices.all.count == 1 && notices.all.allSatisfy { $0.contains("501") })
    }

    @Test("is an error where the store has other bytes; what was created is removed")
    func damaged() async throws {
        let server = try ScriptedHTTPServer.answering([.status(404), .status(200, Self.wrongETag), .status(204)])
        await #expect(throws: ObjectStoreError.corrupted(key)) { try await put(server, .createOnly) }
        #expect(server.requests.map(\.method) == ["HEAD", "PUT", "DELETE"])
    }

    @Test("is tried again where the store has other bytes that it may replace")
    func replaced() async throws {
        let server = try ScriptedHTTPServer.answering([.status(200, Self.wrongETag), .status(200, Self.rightETag)])
        #expect(try await put(server, .overwrite) == .created)
        let stubborn = try ScriptedHTTPServer.answering([.status(200, Self.wrongETag)])
        await #expect(throws: ObjectStoreError.corrupted(key)) { try await put(stubborn, .overwrite) }
        #expect(stubborn.requests.count == 5)
    }

    @Test("is looked for where the answer names no ETag")
    func unnamed() async throws {
        let length = { (count: Int) in ScriptedHTTPServer.response(200, body: Array(repeating: 1, count: count)) }
        let server = try ScriptedHTTPServer.answering([.status(200), .bytes(length(1))])
        #expect(try await put(server, .overwrite) == .created)
        #expect(server.requests.map(\.method) == ["PUT", "HEAD"])
        let shorter = try ScriptedHTTPServer.answering([.status(200), .bytes(length(0))])
        await #expect(throws: ObjectStoreError.corrupted(key)) { try await put(shorter, .overwrite) }
    }

    @Test("names its digest, type and condition", arguments: [S3Provider.amazon, .google, .cloudflare, .other])
    func headers(provider: S3Provider) throws {
        let condition = provider.createOnlyHeader
        let upload = try S3Upload(key, [1], contentType: "image/png", metadata: [:], to: provider, condition)
        #expect(upload.request.headers["Content-Type"] == "image/png")
        let isAmazon = provider == .amazon
        #expect(upload.request.headers["Content-MD5"] == (isAmazon ? nil : "VaVACK0bpYmqIQ0mKcHfQQ=="))
        let digest = "S/USLzRFVMU73i67jNK349FgCtYxw4Wl18ziPHeFRZo="
        #expect(upload.request.headers["x-amz-checksum-sha256"] == (isAmazon ? digest : nil))
        let isGoogle = provider == .google
        #expect(upload.request.headers["x-goog-if-generation-match"] == (isGoogle ? "0" : nil))
        #expect(upload.request.headers["If-None-Match"] == (isGoogle ? nil : "*"))
        let free = try S3Upload(key, [1], contentType: "image/png", metadata: [:], to: provider, nil)
        #expect(free.request.headers["x-goog-if-generation-match"] == nil)
        #expect(free.request.headers["If-None-Match"] == nil)
    }

    @Test("is refused where Amazon names another digest than that of what was sent", arguments: [true, false])
    func otherDigest(isOther: Bool) throws {
        var upload = try S3Upload(key, [1], contentType: "a/b", metadata: [:], to: .amazon, nil)
        let digest = try #require(upload.request.headers["x-amz-checksum-sha256"])
        let told = isOther ? digest.replacing("S/U", with: "T/U") : digest
        // Where it encrypts with keys of its own the ETag is no digest.
        let headers: HTTPHeaders = ["ETag": "\"\(String(repeating: "0", count: 32))\"", "x-amz-checksum-sha256": told]
        let answer = HTTPResponse(status: 200, headers: headers, body: [])
        if isOther {
            #expect(throws: S3Failure.self) { try upload.isVerified(by: answer) }
        } else {
            #expect(try upload.isVerified(by: answer))
        }
    }

    private func put(_ server: ScriptedHTTPServer, _ mode: PutMode) async throws -> PutOutcome {
        try await S3ObjectStore.impatient(server.url).put(key, [1], contentType: "x/y", mode: mode)
    }
}

private final class Notices: Sendable {
    private let texts = Mutex<[String]>([])

    var all: [String] { texts.withLock(\.self) }

    func add(_ text: String) { texts.withLock { $0.append(text) } }
}
