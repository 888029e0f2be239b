import Foundation
import TestSupport
import Testing

@testable import Store

@Suite("A large file in S3", .enabled(if: S3Servers.current != nil), .timeLimit(.minutes(2)))
struct S3MultipartTests {
    private static let size = 25 << 20
    /// Another byte for each MiB.
    private static let bytes = (0..<25).flatMap { [UInt8](repeating: $0, count: 1 << 20) }

    private let folder = try? TemporaryFolder()
    private let threads = BlockingThreads(count: 4)

    @Test("goes up in parts and down in ranges, here and with another client", arguments: S3ServerKind.allCases)
    func interop(kind: S3ServerKind) async throws {
        try await kind.withBucket { bucket, _ in
            let store = try bucket.store { $0.partBytes = 5 << 20 }
            let path = try write(Self.bytes)
            let file = try await SourceFile.open(path, threads: threads)
            let here = try ObjectKey("parts from here.mp4")
            #expect(try await store.put(here, file, contentType: "video/mp4", mode: .overwrite) == .created)
            var upload = Boto3Call("upload", key: "parts from there")
            upload.path = path
            let answers = try await bucket.boto3([
                Boto3Call("digest", key: here.text), upload, Boto3Call("head", key: here.text),
            ])
            #expect(try answers[0].md5 == MD5Digest(of: Self.bytes).hex)
            #expect(answers[0].size == Self.size)
            // Rclone forgets the parts.
            #expect(kind == .signing || answers[0].etag?.hasSuffix("-5\"") == true)
            #expect(answers[2].contentType == "video/mp4")
            for key in [here.text, "parts from there"] {
                let copy = "\(path).copy"
                let info = try await store.download(ObjectKey(key), to: copy, threads: threads)
                #expect(info.size == Self.size)
                #expect(try [UInt8](Data(contentsOf: URL(filePath: copy))) == Self.bytes)
            }
        }
    }

    @Test("that changes while it is read becomes no object", arguments: S3ServerKind.allCases)
    func changing(kind: S3ServerKind) async throws {
        try await kind.withBucket { bucket, store in
            let proxy = try bucket.proxy()
            let path = try write(Self.bytes)
            let file = try await SourceFile.open(path, threads: threads)
            let gate = Gate()
            // The last part is not read before one of the others is stored.
            proxy.script([.pass] + Array(repeating: .delay(gate, then: .pass), count: 4))
            let key = try ObjectKey("changing")
            let proxied = try bucket.store(at: proxy.url) { $0.partBytes = 5 << 20 }
            let task = Task { try await proxied.put(key, file, contentType: "video/mp4", mode: .overwrite) }
            #expect(try await eventually { proxy.requests.count >= 5 })
            try Data(Self.bytes.reversed()).write(to: URL(filePath: path))
            gate.open()
            let error = await #expect(throws: ObjectStoreError.self) { try await task.value }
            #expect(error != .cancelled)
            #expect(try await store.keys().isEmpty)
        }
    }

    @Test("leaves an object alone when it may only create", arguments: S3ServerKind.allCases)
    func createOnly(kind: S3ServerKind) async throws {
        try await kind.withBucket { bucket, _ in
            let store = try bucket.store { $0.partBytes = 5 << 20 }
            let large = try await SourceFile.open(write(Array(Self.bytes[..<(6 << 20)])), threads: threads)
            let small = try await SourceFile.open(write(Array("small".utf8)), threads: threads)
            let (first, second) = try (ObjectKey("first"), ObjectKey("second"))
            #expect(try await store.put(first, large, contentType: "x/y", mode: .createOnly) == .created)
            #expect(try await store.put(first, small, contentType: "x/y", mode: .createOnly) == .existed)
            #expect(try await store.put(first, large, contentType: "x/y", mode: .createOnly) == .existed)
            #expect(try await store.head(first)?.size == 6 << 20)
            #expect(try await store.put(second, small, contentType: "x/y", mode: .createOnly) == .created)
            #expect(try await store.put(second, large, contentType: "x/y", mode: .createOnly) == .existed)
            #expect(try await store.text("second") == "small")
        }
    }

    @Test("whose upload is cancelled leaves nothing behind", arguments: S3ServerKind.allCases)
    func cancelled(kind: S3ServerKind) async throws {
        try await kind.withBucket { bucket, store in
            let proxy = try bucket.proxy()
            let gate = Gate()
            let file = try await SourceFile.open(write(Self.bytes), threads: threads)
            proxy.script([.pass, .pass, .delay(gate, then: .pass)])
            let key = try ObjectKey("cancelled")
            let proxied = try bucket.store(at: proxy.url) { $0.partBytes = 5 << 20 }
            let task = Task { try await proxied.put(key, file, contentType: "video/mp4", mode: .overwrite) }
            #expect(try await eventually { proxy.requests.count >= 3 })
            task.cancel()
            await #expect(throws: ObjectStoreError.cancelled) { try await task.value }
            gate.open()
            #expect(proxy.requests.last { $0.method == "DELETE" }?.path.contains("uploadId=") == true)
            #expect(try await store.keys().isEmpty)
        }
    }

    /// The path of a new file.
    private func write(_ bytes: [UInt8]) throws -> String {
        let path = try #require(folder).path(UUID().uuidString)
        try Data(bytes).write(to: URL(filePath: path))
        return path
    }
}
