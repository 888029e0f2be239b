import TestSupport
import Testing

@testable import Store

/// How every object store names and lists its objects.
@Suite("Every object store's listing")
struct ObjectStoreListingConformance {
    @Test(
        "holds keys of any script and punctuation apart",
        arguments: StoreKind.allCases,
        [
            ["caf\u{e9}.jpg", "cafe\u{301}.jpg"], ["a b", "a+b", "a%20b", "a%2Bb"], ["🙂/日本.png", "🙂/日本"],
            ["q?x=1&y", "h#f", "s;p", "$(x)", "'\"`", "*", "<>", "|", ":"], ["x/\u{301}y", "x\u{301}/y"],
            ["A", "a", ".a", "..a", "-rf", "~"],
        ]
    )
    func oddKeys(kind: StoreKind, keys: [String]) async throws {
        try await kind.withStore { store in
            for key in keys { #expect(try await store.put(key, "of \(key)", mode: .createOnly) == .created) }
            for key in keys { #expect(try await Array(store.text(key).utf8) == Array("of \(key)".utf8)) }
            let listed = try await store.list(prefix: "", after: nil, limit: 100).objects.map(\.key)
            #expect(try listed == keys.map { try ObjectKey($0) }.sorted())
        }
    }

    @Test("is in the order of the keys' bytes, across folders", arguments: StoreKind.allCases)
    func order(kind: StoreKind) async throws {
        try await kind.withStore { store in
            let ordered = ["a!/z", "a-b", "a-b.c/d", "a.b", "a/b", "a/b-c", "a/b.c/d", "a/c/d", "a0", "b", "é/x", "🙂"]
            for key in ordered.reversed() { try await store.put(key, key) }
            #expect(try await store.keys() == ordered)
            for index in ordered.indices {
                #expect(try await store.keys(after: ordered[index]) == Array(ordered[(index + 1)...]))
            }
        }
    }

    @Test("tells size and time of each object", arguments: StoreKind.allCases)
    func entries(kind: StoreKind) async throws {
        try await kind.withStore { store in
            try await store.put("a/b", "12345")
            let entry = try #require(try await store.list(prefix: "a/", after: nil, limit: 10).objects.first)
            let info = try #require(try await store.head(ObjectKey("a/b")))
            #expect(entry.size == 5 && entry.lastModified == info.lastModified)
            #expect(entry.etag == nil || entry.etag == info.etag)
        }
    }

    @Test("comes in full pages that join to the whole", arguments: StoreKind.allCases)
    func paging(kind: StoreKind) async throws {
        try await kind.withStore { store in
            let frames = (0..<2500).map { "t/frames/\(String($0 + 1_000_000).dropFirst()).jpg" }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for key in frames.shuffled() + ["s/1", "t/frames-1/0", "u"] {
                    group.addTask { try await store.put(key, "x") }
                }
                try await group.waitForAll()
            }
            let all = try frames.map { try ObjectKey($0) }
            for (limit, sizes) in [
                (1000, [1000, 1000, 500]), (1250, [1000, 1000, 500]), (500, [500, 500, 500, 500, 500]),
            ] {
                let (keys, pages) = try await store.pagedKeys("t/frames/", limit: limit)
                #expect(keys == all)
                #expect(pages == sizes)
            }
            #expect(try await store.keys("t/frames/", limit: 0) == [frames[0]])
            #expect(try await store.keys("t/frames/", limit: Int.min) == [frames[0]])
            #expect(try await store.keys("t/frames/", limit: Int.max).count == 1000)
            #expect(try await store.keys("t/frames/", after: "t/frames/002498.jpg") == [frames[2499]])
            #expect(try await store.list(prefix: "t/frames/", after: all[2498], limit: 1).isTruncated == false)
            #expect(try await store.keys("t/frames/00249", limit: 3) == Array(frames[2490..<2493]))
        }
    }

    @Test(
        "of a prefix that no key has is empty",
        arguments: StoreKind.allCases,
        ["/", "//", "../", "..", "./", "a/../", "a//", "a/./b", "b\0", "a/b/", "a/b/c", "zzz", "a\\", "\n", "a/b/../b"]
    )
    func impossiblePrefix(kind: StoreKind, prefix: String) async throws {
        try await kind.withStore { store in
            try await store.put("a/b", "x")
            #expect(try await store.list(prefix: prefix, after: nil, limit: 10) == ObjectPage(objects: [], next: nil))
        }
    }

    @Test("agrees with a sorted list of keys, whatever the prefix, start and limit", arguments: StoreKind.allCases)
    func model(kind: StoreKind) async throws {
        let seed: UInt64 = 77
        var random = SplitMix64(seed: seed)
        let names = ["a", "a-", "a.b", "b", "é", "e\u{301}", "-", "z0", "🙂"]
        // A folder's name ends with an f, so that no store needs a file and a folder of one name.
        let keys = try Set(
            (0..<300).map { _ in
                let folders = (0..<Int.random(in: 0...3, using: &random)).map { _ in names.random(&random) + "f/" }
                return try ObjectKey(folders.joined() + names.random(&random))
            }
        ).sorted()
        try await kind.withStore { store in
            for key in keys { try await store.put(key.text, "x") }
            for _ in 0..<400 {
                let text = keys.random(&random).text.utf8
                let prefix = String(
                    decoding: text.prefix(Int.random(in: 0...text.count, using: &random)),
                    as: UTF8.self
                )
                let after = [nil, keys.random(&random), try? ObjectKey(names.random(&random) + "f")].random(&random)
                let limit = Int.random(in: 1...40, using: &random)
                let expected = keys.filter { key in
                    key.text.utf8.starts(with: prefix.utf8) && after.map { $0 < key } ?? true
                }
                let page = try await store.list(prefix: prefix, after: after, limit: limit)
                let call =
                    "seed \(seed), prefix \(prefix.debugDescription), after \(after?.text ?? "–"), limit \(limit)"
                #expect(page.objects.map(\.key) == Array(expected.prefix(limit)), "\(call)")
                #expect(page.isTruncated == (expected.count > limit), "\(call)")
            }
        }
    }
}

extension Array {
    /// One element of an array that has some.
    fileprivate func random(_ generator: inout SplitMix64) -> Element {
        self[Int.random(in: indices, using: &generator)]
    }
}
