import Foundation
import TestSupport
import Testing

@testable import Store

@Suite("An upload in parts that goes wrong")
struct S3MultipartFaultTests {
    private typealias Answer = ScriptedHTTPServer.Answer

    private let key = ObjectKey.testing("a/b")
    private let threads = BlockingThreads(count: 1)
    /// Two parts.
    private static let bytes: [UInt8] = [1, 2]
    private static let begun = Answer.status(
        200,
        [],
        "<InitiateMultipartUploadResult><UploadId>u&amp;1</UploadId></InitiateMultipartUploadResult>"
    )
    private static let complete = Answer.status(200, [], "<CompleteMultipartUploadResult/>")
    private static let failed = Answer.status(200, [], " \n<Error><Code>InternalError</Code></Error>")
    private static let head = Answer.bytes(ScriptedHTTPServer.response(200, [("ETag", objectETag)], body: bytes))

    /// The MD5 of both parts' MD5, and their number.
    private static var objectETag: String {
        let digests = bytes.flatMap { byte in (try? MD5Digest(of: [byte]))?.bytes ?? [] }
        return "\"\((try? MD5Digest(of: digests))?.hex ?? "")-2\""
    }

    @Test("is complete once the store says so")
    func whole() async throws {
        let server = try Self.server(completions: [Self.complete], head: Self.head)
        #expect(try await put(server) == .created)
        let last = try #require(server.requests.last { $0.method == "POST" })
        #expect(last.path == "/media/a/b?uploadId=u%261")
        let etags = try Self.bytes.map { byte in try MD5Digest(of: [byte]).hex }
        let parts = etags.enumerated().map { number, etag in
            "<Part><PartNumber>\(number + 1)</PartNumber><ETag>&quot;\(etag)&quot;</ETag></Part>"
        }
        let xml = "<CompleteMultipartUpload>\(parts.joined())</CompleteMultipartUpload>"
        #expect(String(decoding: last.body, as: UTF8.self) == xml)
    }

    @Test("is completed again where an answer of success says that it failed")
    func failedOnce() async throws {
        let server = try Self.server(completions: [Self.failed, Self.complete], head: Self.head)
        #expect(try await put(server) == .created)
    }

    @Test("is an error, and its parts are freed, where it stays so")
    func failed() async throws {
        let server = try Self.server(completions: [Self.failed], head: Self.head)
        await #expect(throws: ObjectStoreError.unavailable(detail: "HTTP 200 InternalError")) { try await put(server) }
        #expect(server.requests.last?.method == "DELETE")
        #expect(server.requests.last?.path == "/media/a/b?uploadId=u%261")
    }

    @Test("is complete where the answer was lost and the object is there", arguments: [404, 412])
    func lostAnswer(status: Int) async throws {
        let obsolete = Answer.error(status, status == 404 ? "NoSuchUpload" : "PreconditionFailed")
        let server = try Self.server(completions: [.cutOff, obsolete], head: Self.head)
        #expect(try await put(server, .createOnly) == .created)
    }

    @Test("is an error where the store knows nothing of it")
    func unknown() async throws {
        let server = try Self.server(completions: [.error(404, "NoSuchUpload")], head: Self.head)
        let error = await #expect(throws: ObjectStoreError.self) { try await put(server) }
        #expect(error?.caseName == "unavailable")
    }

    @Test("met an object where the condition is refused")
    func existed() async throws {
        let server = try Self.server(completions: [.error(412, "PreconditionFailed")], head: Self.head)
        #expect(try await put(server, .createOnly) == .existed)
        #expect(server.requests.last { $0.method == "POST" }?.header("If-None-Match") == "*")
        #expect(server.requests.last?.method == "DELETE")
    }

    @Test("is an error where a part is stored with other bytes")
    func damagedPart() async throws {
        let wrong = Answer.status(200, [("ETag", "\"\(String(repeating: "0", count: 32))\"")])
        let server = try Self.server(part: { _ in wrong }, completions: [Self.complete], head: Self.head)
        await #expect(throws: ObjectStoreError.corrupted(key)) { try await put(server) }
        #expect(!server.requests.contains { $0.path.hasSuffix("?uploadId=u%261") && $0.method == "POST" })
    }

    @Test("is an error where the store has an object of another size")
    func anotherSize() async throws {
        let head = Answer.bytes(ScriptedHTTPServer.response(200, body: [1]))
        let server = try Self.server(completions: [Self.complete], head: head)
        await #expect(throws: ObjectStoreError.corrupted(key)) { try await put(server) }
    }

    /// Answers as a store does to each step of an upload. Before it begins, there is no object.
    private static func server(
        part: @escaping @Sendable ([UInt8]) -> Answer = stored,
        completions: [Answer],
        head: Answer
    ) throws -> ScriptedHTTPServer {
        let script = AnswerScript(completions)
        let heads = AnswerScript([head])
        return try ScriptedHTTPServer { request in
            switch request.method {
            case "POST": request.path.hasSuffix("?uploads") ? begun : script.next()
            case "PUT": part(request.body)
            case "HEAD": script.isUsed ? heads.next() : .status(404)
            default: .status(204)
            }
        }
    }

    @Sendable
    private static func stored(_ body: [UInt8]) -> Answer {
        .status(200, [("ETag", "\"\((try? MD5Digest(of: body))?.hex ?? "")\"")])
    }

    private func put(_ server: ScriptedHTTPServer, _ mode: PutMode = .overwrite) async throws -> PutOutcome {
        let folder = try TemporaryFolder()
        try Data(Self.bytes).write(to: URL(filePath: folder.path("file")))
        let file = try await SourceFile.open(folder.path("file"), threads: threads)
        let store = try S3ObjectStore.impatient(server.url) { $0.partBytes = 1 }
        return try await store.put(key, file, contentType: "video/mp4", mode: mode)
    }
}
