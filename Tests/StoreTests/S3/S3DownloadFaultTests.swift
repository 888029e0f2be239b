import Detections
import Foundation
import TestSupport
import Testing

@testable import Store

@Suite("A download from S3 that breaks")
struct S3DownloadFaultTests {
    private static let text = String(repeating: "0123456789", count: 2000)
    private static let other = String(repeating: "abcdefghij", count: 2000)
    private let key = ObjectKey.testing("a/b")

    @Test(
        "goes on where it ended, with the same version",
        arguments: [Fault.resetAfter(bytes: 7000), .truncateAfter(bytes: 7000), .stallAfter(bytes: 7000)]
    )
    func resumed(fault: Fault) async throws {
        let server = try ScriptedHTTPServer.answering([.object(Self.text, fault), .part(of: Self.text, from: 7000)])
        let store = try S3ObjectStore.impatient(server.url, stall: .milliseconds(500))
        let object = try await store.get(key, limit: 20_000)
        #expect(object.bytes == Array(Self.text.utf8) && object.info.size == 20_000)
        #expect(server.requests.count == 2)
        #expect(server.requests[0].header("Range") == nil && server.requests[0].header("If-Match") == nil)
        #expect(server.requests[1].header("Range") == "bytes=7000-")
        #expect(server.requests[1].header("If-Match") == "\"\(object.info.etag)\"")
    }

    @Test("of a range goes on within the range")
    func rangeResumed() async throws {
        let body = Array(Self.text.utf8)[100..<10_000]
        let headers = [("ETag", "\"e\""), ("Content-Range", "bytes 100-9999/20000")]
        let first = ScriptedHTTPServer.response(206, headers, body: Array(body))
        let rest = [("ETag", "\"e\""), ("Content-Range", "bytes 600-9999/20000")]
        let second = ScriptedHTTPServer.response(206, rest, body: Array(body.dropFirst(500)))
        let server = try ScriptedHTTPServer.answering([.faulty(.resetAfter(bytes: 500), first), .bytes(second)])
        let object = try await S3ObjectStore.impatient(server.url).get(key, range: 100..<10_000, limit: 20_000)
        #expect(object.bytes == Array(body) && object.info.size == 20_000)
        #expect(server.requests.map { $0.header("Range") } == ["bytes=100-9999", "bytes=600-9999"])
    }

    @Test("goes on with a store that sends everything again", arguments: [20_000, 30_000])
    func rangeIgnored(limit: Int) async throws {
        let server = try ScriptedHTTPServer.answering([
            .object(Self.text, .resetAfter(bytes: 7000)), .object(Self.text),
        ])
        let object = try await S3ObjectStore.impatient(server.url).get(key, limit: limit)
        #expect(object.bytes == Array(Self.text.utf8))
    }

    @Test(
        "begins again where another version has come",
        arguments: [
            ScriptedHTTPServer.Answer.error(412, "PreconditionFailed"), .error(416, "InvalidRange"), .object(other),
            .part(of: other, from: 7000),
        ]
    )
    func changed(answer: ScriptedHTTPServer.Answer) async throws {
        let server = try ScriptedHTTPServer.answering([
            .object(Self.text, .resetAfter(bytes: 7000)), answer, .object(Self.other),
        ])
        let object = try await S3ObjectStore.impatient(server.url).get(key, limit: 20_000)
        #expect(object.bytes == Array(Self.other.utf8))
        #expect(server.requests.last?.header("Range") == nil && server.requests.last?.header("If-Match") == nil)
    }

    @Test("says so where the object changes again and again")
    func changing() async throws {
        let server = try ScriptedHTTPServer.answering([
            .object(Self.text, .resetAfter(bytes: 9)), .error(412, "PreconditionFailed"),
            .object(Self.other, .resetAfter(bytes: 9)), .error(412, "PreconditionFailed"),
        ])
        let store = try S3ObjectStore.impatient(server.url) { $0.retries.attemptLimit = 4 }
        await #expect(throws: ObjectStoreError.changed(key)) { try await store.get(key, limit: 20_000) }
    }

    @Test("begins again where the store names no version")
    func unnamed() async throws {
        let response = ScriptedHTTPServer.response(200, body: Array(Self.text.utf8))
        let server = try ScriptedHTTPServer.answering([.faulty(.resetAfter(bytes: 7000), response), .bytes(response)])
        let object = try await S3ObjectStore.impatient(server.url).get(key, limit: 20_000)
        #expect(object.bytes == Array(Self.text.utf8))
        #expect(server.requests[1].header("Range") == nil && server.requests[1].header("If-Match") == nil)
    }

    @Test("says how much came where no more can be had")
    func incomplete() async throws {
        let server = try ScriptedHTTPServer.answering([
            .object(Self.text, .resetAfter(bytes: 7000)), .faulty(.refuse, []),
        ])
        let store = try S3ObjectStore.impatient(server.url)
        await #expect(throws: ObjectStoreError.incomplete(key, expected: 20_000, received: 7000)) {
            try await store.get(key, limit: 20_000)
        }
        #expect(server.requests.count >= 5)
    }

    @Test("is asked for again where its bytes are not those of its digest, and then refused")
    func corrupted() async throws {
        let wrong = String(repeating: "0", count: 32)
        let server = try ScriptedHTTPServer.answering([.object("damaged", etag: wrong)])
        let store = try S3ObjectStore.impatient(server.url)
        await #expect(throws: ObjectStoreError.corrupted(key)) { try await store.get(key, limit: 100) }
        #expect(server.requests.count == 5)
        #expect(server.requests.allSatisfy { $0.header("Range") == nil })
    }

    private static func answer(_ text: String, etag: String, _ checksum: [(String, String)])
        -> ScriptedHTTPServer.Answer
    {
        .bytes(ScriptedHTTPServer.response(200, [("ETag", "\"\(etag)\"")] + checksum, body: Array(text.utf8)))
    }

    private static func checksum(_ text: String) -> String {
        let sum = CRC32.checksum(of: Array(text.utf8)[...])
        return Data([24, 16, 8, 0].map { UInt8(truncatingIfNeeded: sum >> $0) }).base64EncodedString()
    }

    @Test("is held against the checksum that the store keeps, where the ETag is no digest")
    func checksum() async throws {
        // The check value of CRC-32.
        #expect(Self.checksum("123456789") == Data([0xCB, 0xF4, 0x39, 0x26]).base64EncodedString())
        let right = [("x-amz-checksum-crc32", Self.checksum("bytes"))]
        let server = try ScriptedHTTPServer.answering([Self.answer("bytes", etag: "x-1", right)])
        #expect(try await S3ObjectStore.impatient(server.url).text("a") == "bytes")
        #expect(server.requests.first?.header("x-amz-checksum-mode") == "ENABLED")

        let damaged = try ScriptedHTTPServer.answering([Self.answer("bytEs", etag: "x-1", right)])
        await #expect(throws: ObjectStoreError.corrupted(key)) {
            try await S3ObjectStore.impatient(damaged.url).get(key, limit: 100)
        }
        #expect(damaged.requests.count == 5)
    }

    @Test("goes by the digest in the ETag where the checksum is of what lay there before, of parts, or none")
    func staleChecksum() async throws {
        let etag = try MD5Digest(of: Array("bytes".utf8)).hex
        let others = [
            [("x-amz-checksum-crc32", Self.checksum("other"))],
            [("x-amz-checksum-crc32", "\(Self.checksum("other"))-3")],
            [("x-amz-checksum-crc32", Self.checksum("other")), ("x-amz-checksum-type", "COMPOSITE")],
            [("x-amz-checksum-crc32", "?")], [],
        ]
        for checksum in others {
            let server = try ScriptedHTTPServer.answering([Self.answer("bytes", etag: etag, checksum)])
            #expect(try await S3ObjectStore.impatient(server.url).text("a") == "bytes")
            let damaged = try ScriptedHTTPServer.answering([Self.answer("bytEs", etag: etag, checksum)])
            await #expect(throws: ObjectStoreError.corrupted(key)) {
                try await S3ObjectStore.impatient(damaged.url).get(key, limit: 100)
            }
        }
        // Of parts, with no digest beside it: nothing tells.
        let composite = [("x-amz-checksum-crc32", Self.checksum("other")), ("x-amz-checksum-type", "COMPOSITE")]
        let server = try ScriptedHTTPServer.answering([Self.answer("bytes", etag: "x-2", composite)])
        #expect(try await S3ObjectStore.impatient(server.url).text("a") == "bytes")
    }

    @Test("is taken where the ETag is no MD5", arguments: ["0123-2", "\(String(repeating: "0", count: 31))G", "x"])
    func opaque(etag: String) async throws {
        let server = try ScriptedHTTPServer.answering([.object("bytes", etag: etag)])
        #expect(try await S3ObjectStore.impatient(server.url).text("a") == "bytes")
    }

    @Test("is refused before its body where that is longer than the limit")
    func tooLarge() async throws {
        let server = try ScriptedHTTPServer.answering([.object(Self.text, .stallAfter(bytes: 0))])
        let store = try S3ObjectStore.impatient(server.url)
        await #expect(throws: ObjectStoreError.tooLarge(key, size: 20_000, limit: 19_999)) {
            try await store.get(key, limit: 19_999)
        }
        #expect(server.requests.count == 1)
    }

    @Test("ends with the time for the call, whatever stalls", arguments: [0, 7000])
    func deadline(passed: Int) async throws {
        let server = try ScriptedHTTPServer.answering([.object(Self.text, .stallAfter(bytes: passed))])
        let store = try S3ObjectStore.impatient(server.url) { $0.deadlineSeconds = 0.5 }
        let error = await #expect(throws: ObjectStoreError.self) { try await store.get(key, limit: 20_000) }
        // On a machine that is busy, the time may be over before anything has come.
        #expect(error?.caseName == "unavailable" || (passed > 0 && error?.caseName == "incomplete"))
    }

    @Test(
        "through a spoiled network is whole with real servers",
        .enabled(if: S3Servers.current != nil),
        arguments: S3ServerKind.allCases
    )
    func real(kind: S3ServerKind) async throws {
        try await kind.withBucket { bucket, store in
            try await store.put("a/b", Self.text)
            let proxy = try bucket.proxy()
            proxy.script([.resetAfter(bytes: 5000), .truncateAfter(bytes: 5000), .stallAfter(bytes: 5000), .refuse])
            let proxied = try bucket.store(at: proxy.url, engine: .impatient(stall: .seconds(3))) { settings in
                settings.makeImpatient()
                settings.retries.attemptLimit = 10
            }
            let object = try await proxied.get(key, limit: 20_000)
            #expect(object.bytes == Array(Self.text.utf8))
            // A server that is busy may be given up on before anything comes.
            let ranges = proxy.requests.compactMap { $0.header("Range") }
            #expect(ranges.first == "bytes=5000-", "\(ranges)")
        }
    }
}
