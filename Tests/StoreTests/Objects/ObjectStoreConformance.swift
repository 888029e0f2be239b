import Foundation
import Testing

@testable import Store

/// What every object store does.
@Suite("Every object store")
struct ObjectStoreConformance {
    @Test("gives back what was put", arguments: StoreKind.allCases)
    func putAndGet(kind: StoreKind) async throws {
        try await kind.withStore { store in
            let key = try ObjectKey("timelines/t/frames/000001.jpg")
            let bytes = (0..<100_000).map { UInt8(truncatingIfNeeded: $0 &* 7) }
            let before = Date()
            #expect(try await store.put(key, bytes, contentType: "image/jpeg", mode: .createOnly) == .created)
            let object = try await store.get(key, limit: bytes.count)
            #expect(object.bytes == bytes)
            #expect(object.info.key == key && object.info.size == bytes.count)
            #expect(object.info.contentType == "image/jpeg")
            #expect(try object.info.etag == MD5Digest(of: bytes).hex)
            #expect(abs(try #require(object.info.lastModified).timeIntervalSince(before)) < 60)
            #expect(try await store.head(key) == object.info)
        }
    }

    @Test("stores an empty object", arguments: StoreKind.allCases)
    func emptyObject(kind: StoreKind) async throws {
        try await kind.withStore { store in
            try await store.put("empty.json", "")
            let object = try await store.get(ObjectKey("empty.json"), limit: 0)
            #expect(object.bytes.isEmpty && object.info.size == 0)
            #expect(object.info.etag == "d41d8cd98f00b204e9800998ecf8427e")
            #expect(try await store.text("empty.json", range: 0..<5) == "")
        }
    }

    @Test("says that an absent object is absent", arguments: StoreKind.allCases)
    func absent(kind: StoreKind) async throws {
        try await kind.withStore { store in
            try await store.put("a/b", "there")
            for text in ["absent", "a", "a/c", "a/b/c", "x/y/z", String(repeating: "x", count: 1024)] {
                let key = try ObjectKey(text)
                #expect(try await store.head(key) == nil)
                await #expect(throws: ObjectStoreError.notFound(key)) { try await store.get(key, limit: 10) }
                if kind.hasFlatKeys || !["a", "a/b/c"].contains(text) { try await store.delete(key) }
            }
            #expect(try await store.keys() == ["a/b"])
        }
    }

    @Test("leaves an object alone when it may only create", arguments: StoreKind.allCases)
    func createOnly(kind: StoreKind) async throws {
        try await kind.withStore { store in
            let first = try await store.put("a/b", "first", mode: .createOnly)
            #expect(first == .created)
            #expect(try await store.put("a/b", "second", mode: .createOnly) == .existed)
            #expect(try await store.text("a/b") == "first")
        }
    }

    @Test("replaces an object, its ETag and its size when it may", arguments: StoreKind.allCases)
    func overwrite(kind: StoreKind) async throws {
        try await kind.withStore { store in
            let key = try ObjectKey("a/b")
            try await store.put("a/b", "first")
            let first = try #require(try await store.head(key))
            #expect(try await store.put("a/b", "secnd") == .created)
            let second = try #require(try await store.head(key))
            #expect(first.etag != second.etag && second.size == 5)
            try await store.put("a/b", "a longer third")
            #expect(try await store.text("a/b") == "a longer third")
            #expect(try await store.head(key)?.size == 14)
        }
    }

    @Test("deletes an object once and for all", arguments: StoreKind.allCases)
    func delete(kind: StoreKind) async throws {
        try await kind.withStore { store in
            try await store.put("a/b", "x")
            try await store.put("a/c", "y")
            try await store.delete(ObjectKey("a/b"))
            try await store.delete(ObjectKey("a/b"))
            #expect(try await store.head(ObjectKey("a/b")) == nil)
            #expect(try await store.keys() == ["a/c"])
            #expect(try await store.put("a/b", "again", mode: .createOnly) == .created)
        }
    }

    @Test(
        "clips a range to the object",
        arguments: StoreKind.allCases,
        [
            (0..<10, "0123456789"), (2..<5, "234"), (9..<10, "9"), (5..<100, "56789"), (10..<20, ""), (50..<60, ""),
            (3..<3, ""), (-5..<2, "01"), (-5 ..< -1, ""), (Int.min..<Int.max, "0123456789"), (9..<Int.max, "9"),
        ] as [(Range<Int>, String)]
    )
    func ranges(kind: StoreKind, range: (Range<Int>, String)) async throws {
        try await kind.withStore { store in
            try await store.put("digits", "0123456789")
            let object = try await store.get(ObjectKey("digits"), range: range.0, limit: 10)
            #expect(String(decoding: object.bytes, as: UTF8.self) == range.1)
            #expect(try await object.info == store.head(ObjectKey("digits")))
        }
    }

    @Test("never gives more bytes than the caller takes", arguments: StoreKind.allCases)
    func limits(kind: StoreKind) async throws {
        try await kind.withStore { store in
            let key = try ObjectKey("digits")
            try await store.put("digits", "0123456789")
            #expect(try await store.text("digits", limit: 10).count == 10)
            #expect(try await store.text("digits", range: 4..<7, limit: 3) == "456")
            await #expect(throws: ObjectStoreError.tooLarge(key, size: 10, limit: 9)) {
                try await store.get(key, limit: 9)
            }
            await #expect(throws: ObjectStoreError.tooLarge(key, size: 6, limit: 3)) {
                try await store.get(key, range: 4..<100, limit: 3)
            }
            await #expect(throws: ObjectStoreError.tooLarge(key, size: 0, limit: -1)) {
                try await store.get(key, range: 20..<30, limit: -1)
            }
        }
    }

    @Test("does not begin for a task that is cancelled", arguments: StoreKind.allCases)
    func cancellation(kind: StoreKind) async throws {
        try await kind.withStore { store in
            let task = Task {
                unsafe withUnsafeCurrentTask { unsafe $0?.cancel() }
                return try await store.put("a", "x")
            }
            await #expect(throws: ObjectStoreError.cancelled) { try await task.value }
            let keys = try await store.keys()
            #expect(keys.isEmpty)
        }
    }

    @Test("can be read and written when asked", arguments: StoreKind.allCases)
    func check(kind: StoreKind) async throws {
        try await kind.withStore { store in
            try await store.check(.reading)
            try await store.check(.writing)
            #expect(try await store.keys().isEmpty)
            #expect(!store.description.isEmpty)
        }
    }

    @Test("presigns for one second to seven days", arguments: StoreKind.allCases)
    func presigned(kind: StoreKind) async throws {
        try await kind.withStore { store in
            let key = try ObjectKey("a b.png")
            let now = Date(timeIntervalSince1970: 1_700_000_000.75)
            for seconds in [1, 3600, 604_800] {
                let signed = try await store.presignedURL(for: key, expiresIn: seconds, at: now)
                #expect(signed.expiresAt == Date(timeIntervalSince1970: 1_700_000_000 + Double(seconds)))
                #expect(URL(string: signed.url)?.path.hasSuffix("/a b.png") == true)
            }
            for seconds in [Int.min, -1, 0, 604_801, Int.max] {
                await #expect(throws: ObjectStoreError.invalidExpiry(seconds: seconds)) {
                    try await store.presignedURL(for: key, expiresIn: seconds, at: now)
                }
            }
        }
    }
}
