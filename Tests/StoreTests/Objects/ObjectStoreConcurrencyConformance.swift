import Testing

@testable import Store

/// What every object store does for many callers at once.
@Suite("Every object store under many callers", .timeLimit(.minutes(5)))
struct ObjectStoreConcurrencyConformance {
    @Test(
        "lets exactly one of a hundred create an object",
        arguments: StoreKind.allCases.filter(\.hasConditionalPuts)
    )
    func creators(kind: StoreKind) async throws {
        try await kind.withStore { store in
            let key = try ObjectKey("a/b/c/contested")
            let winners = try await withThrowingTaskGroup(of: (Int, PutOutcome).self) { group in
                for creator in 0..<100 {
                    group.addTask {
                        let bytes = [UInt8](repeating: UInt8(creator), count: 10_000)
                        return try await (creator, store.put(key, bytes, contentType: "x", mode: .createOnly))
                    }
                }
                return try await group.reduce(into: [Int]()) { if $1.1 == .created { $0.append($1.0) } }
            }
            let winner = try #require(winners.first)
            #expect(winners.count == 1)
            let stored = try await store.get(key, limit: 10_000).bytes
            #expect(stored == [UInt8](repeating: UInt8(winner), count: 10_000))
        }
    }

    @Test("shows readers one version or another, always whole", arguments: StoreKind.allCases)
    func readers(kind: StoreKind) async throws {
        try await kind.withStore { store in
            let key = try ObjectKey("a/contested")
            try await store.put("a/contested", String(repeating: "0", count: 50_000))
            try await withThrowingTaskGroup(of: Void.self) { group in
                for writer in 1...40 {
                    group.addTask {
                        let bytes = [UInt8](repeating: UInt8(writer), count: 50_000 + writer)
                        _ = try await store.put(key, bytes, contentType: "x", mode: .overwrite)
                    }
                    group.addTask {
                        let object = try await store.get(key, limit: 60_000)
                        #expect(Set(object.bytes).count == 1)
                        #expect(object.info.size == object.bytes.count)
                        #expect(try object.info.etag == MD5Digest(of: object.bytes).hex)
                    }
                    group.addTask {
                        let keys = try await store.keys()
                        #expect(keys == ["a/contested"])
                    }
                }
                try await group.waitForAll()
            }
        }
    }

    @Test("shows a new object whole from its first moment", arguments: StoreKind.allCases)
    func firstReaders(kind: StoreKind) async throws {
        try await kind.withStore { store in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<60 {
                    let key = try ObjectKey("a/\(number)")
                    group.addTask {
                        _ = try await store.put(
                            key,
                            Array(repeating: 7, count: 30_000),
                            contentType: "x",
                            mode: .createOnly
                        )
                    }
                    group.addTask {
                        while try await store.head(key) == nil { await Task.yield() }
                        #expect(try await store.get(key, limit: 30_000).bytes.count == 30_000)
                    }
                }
                try await group.waitForAll()
            }
        }
    }

    @Test("lists every object that stays, while others come and go", arguments: StoreKind.allCases)
    func listing(kind: StoreKind) async throws {
        try await kind.withStore { store in
            let keys = try (0..<300).map { try ObjectKey("f\($0 % 3)/\($0 + 1000)") }
            for key in keys { try await store.put(key.text, "x") }
            let staying = Set(keys.filter { $0.text.hasSuffix("7") })
            try await withThrowingTaskGroup(of: Void.self) { group in
                for key in keys where !staying.contains(key) {
                    group.addTask {
                        try await store.delete(key)
                        try await store.put(key.text, "again")
                        try await store.delete(key)
                    }
                }
                for limit in 1...30 {
                    group.addTask {
                        let listed = try await store.pagedKeys("", limit: limit).keys
                        #expect(staying.isSubset(of: listed))
                        #expect(listed == Set(listed).sorted())
                    }
                }
                try await group.waitForAll()
            }
            #expect(try await Set(store.pagedKeys("", limit: 1000).keys) == staying)
        }
    }
}
