import Foundation
import Testing

@testable import Store

/// Together with boto3, which shares no code with this project.
@Suite("Objects in S3", .enabled(if: S3Servers.current != nil))
struct S3InteropTests {
    @Test("that were put here are read by another client", arguments: S3ServerKind.allCases)
    func putHere(kind: S3ServerKind) async throws {
        try await kind.withBucket { bucket, store in
            for key in S3ServerKind.awkwardKeys {
                _ = try await store.put(
                    ObjectKey(key),
                    Self.bytes(key),
                    contentType: "image/x-\(key.count)",
                    mode: .overwrite
                )
            }
            let answers = try await bucket.boto3(S3ServerKind.awkwardKeys.map { Boto3Call("get", key: $0) })
            for (key, answer) in zip(S3ServerKind.awkwardKeys, answers) {
                #expect(answer.body.map([UInt8].init) == Self.bytes(key), "\(key): \(answer.error ?? "")")
                #expect(try answer.etag == "\"\(MD5Digest(of: Self.bytes(key)).hex)\"")
                #expect(answer.contentType == "image/x-\(key.count)")
            }
        }
    }

    @Test("that another client put are read here", arguments: S3ServerKind.allCases)
    func putElsewhere(kind: S3ServerKind) async throws {
        try await kind.withBucket { bucket, store in
            let calls = S3ServerKind.awkwardKeys.map { key in
                var call = Boto3Call("put", key: key)
                call.body = Data(Self.bytes(key))
                call.contentType = "image/x-\(key.count)"
                return call
            }
            let answers = try await bucket.boto3(calls)
            for (key, answer) in zip(S3ServerKind.awkwardKeys, answers) {
                let object = try await store.get(ObjectKey(key), limit: 1000)
                #expect(object.bytes == Self.bytes(key))
                #expect(answer.etag == "\"\(object.info.etag)\"")
                #expect(object.info.contentType == "image/x-\(key.count)")
                #expect(try await store.head(ObjectKey(key)) == object.info)
            }
        }
    }

    @Test("are listed as another client lists them", arguments: S3ServerKind.allCases)
    func listed(kind: S3ServerKind) async throws {
        try await kind.withBucket { bucket, store in
            for key in S3ServerKind.awkwardKeys { try await store.put(key, "x") }
            let prefixes = [
                "", "deep", "deep/", "deep/er", "é/", "e\u{301}", "a", "per%", "emoji/😀", "<", "absent", " ",
            ]
            let calls = prefixes.map { prefix in
                var call = Boto3Call("list-all")
                call.prefix = prefix
                return call
            }
            for (prefix, answer) in try await zip(prefixes, bucket.boto3(calls)) {
                // Strings of different spelling would be equal.
                let expected = try #require(answer.keys).map { Array($0.utf8) }
                let listed = try await store.pagedKeys(prefix, limit: 7).keys
                #expect(listed.map { Array($0.text.utf8) } == expected, "prefix \(prefix)")
                #expect(listed == listed.sorted())
            }
        }
    }

    @Test("are listed ten thousand as well as ten")
    func listedInNumbers() async throws {
        try await S3ServerKind.signing.withBucket { bucket, store in
            let keys = (0..<10_000).map { "t/\($0 % 7)/frames and more/\(String($0 * 7919 % 10_000 + 100_000)).jpg" }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for (number, key) in keys.enumerated() {
                    if number >= 64 { try await group.next() }
                    group.addTask { try await store.put(key, "") }
                }
                try await group.waitForAll()
            }
            let listed = try await store.pagedKeys("", limit: 1000)
            let answers = try await bucket.boto3([Boto3Call("list-all"), Boto3Call("delete-all")])
            #expect(listed.keys.map(\.text) == keys.sorted())
            #expect(answers.first?.keys == keys.sorted())
        }
    }

    private static func bytes(_ key: String) -> [UInt8] { Array("object \(key)".utf8) }
}
