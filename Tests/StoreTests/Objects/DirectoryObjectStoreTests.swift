import Foundation
import TestSupport
import Testing

@testable import Store

/// What a store that is a folder owes to the folder, and to whoever else writes there.
@Suite("A directory store")
struct DirectoryObjectStoreTests {
    @Test("keeps an object as the file of its name, and nothing else")
    func files() async throws {
        let folder = try TemporaryFolder()
        let store = try StoreKind.directory(folder.path("bucket"))
        try await store.put("a/b.json", "{}", mode: .createOnly)
        try await store.put("a/b.json", "[]")
        #expect(folder.text("bucket/a/b.json") == "[]")
        #expect(folder.everything() == ["bucket", "bucket/.uploads", "bucket/a", "bucket/a/b.json"])
    }

    @Test("has the objects that others put into the folder")
    func others() async throws {
        let folder = try TemporaryFolder()
        try folder.write("frames/1.png", "from elsewhere")
        let store = try StoreKind.directory(folder.path)
        #expect(try await store.text("frames/1.png") == "from elsewhere")
        #expect(try await store.head(ObjectKey("frames/1.png"))?.contentType == "image/png")
        #expect(try await store.keys() == ["frames/1.png"])
    }

    @Test("works where its root is reached by a symbolic link")
    func linkedRoot() async throws {
        let folder = try TemporaryFolder()
        try folder.makeFolder("real")
        try folder.makeLink("link", to: "real")
        let store = try StoreKind.directory(folder.path("link"))
        try await store.put("a", "x")
        #expect(folder.text("real/a") == "x")
    }

    @Test("lets two processes create one object, once")
    func twoStores() async throws {
        let folder = try TemporaryFolder()
        let stores = [try StoreKind.directory(folder.path), try StoreKind.directory(folder.path)]
        for round in 0..<50 {
            async let first = stores[0].put("new-\(round)/object", "first", mode: .createOnly)
            async let second = stores[1].put("new-\(round)/object", "second", mode: .createOnly)
            let outcomes = try await [first, second]
            #expect(outcomes.filter { $0 == .created }.count == 1)
            #expect(try await stores[1].text("new-\(round)/object") == (outcomes[0] == .created ? "first" : "second"))
        }
    }

    @Test("has no object where there is a folder, and makes none there")
    func folderInTheWay() async throws {
        let folder = try TemporaryFolder()
        let store = try StoreKind.directory(folder.path)
        try folder.write("a/b/c", "x")
        let key = try ObjectKey("a/b")
        #expect(try await store.head(key) == nil)
        await #expect(throws: ObjectStoreError.notFound(key)) { try await store.get(key, limit: 10) }
        try await store.delete(key)
        for mode in [PutMode.createOnly, .overwrite] {
            await #expect(throws: ObjectStoreError.obstructed("a/b", by: .folder)) {
                try await store.put("a/b", "x", mode: mode)
            }
            await #expect(throws: ObjectStoreError.obstructed("a/b/c", by: .file)) {
                try await store.put("a/b/c/d", "x", mode: mode)
            }
        }
        #expect(folder.everything() == [".uploads", "a", "a/b", "a/b/c"])
    }

    @Test("says so where a segment is longer than the file system can hold")
    func longSegments() async throws {
        let folder = try TemporaryFolder()
        let store = try StoreKind.directory(folder.path)
        let long = String(repeating: "x", count: 256)
        for text in [long, "a/\(long)", "\(long)/a"] {
            #expect(try await store.head(ObjectKey(text)) == nil)
            for mode in [PutMode.createOnly, .overwrite] {
                let error = await #expect(throws: ObjectStoreError.self) { try await store.put(text, "x", mode: mode) }
                #expect(error?.caseName == "invalidKey")
            }
        }
        #expect(try await store.keys().isEmpty)
    }

    @Test("keeps its own folder out of every key's reach")
    func uploads() async throws {
        let folder = try TemporaryFolder()
        let store = try StoreKind.directory(folder.path)
        try folder.write(".uploads/half", "written")
        try folder.write("a/.uploads/whole", "an object like any other")
        let key = try ObjectKey(".uploads/half")
        #expect(try await store.head(key) == nil)
        await #expect(throws: ObjectStoreError.notFound(key)) { try await store.get(key, limit: 10) }
        try await store.delete(key)
        #expect(folder.text(".uploads/half") == "written")
        let prefixed = try await store.keys(".uploads/") + store.keys(".up")
        #expect(prefixed.isEmpty)
        #expect(try await store.keys() == ["a/.uploads/whole"])
        for text in [".uploads/half", ".uploads"] {
            let error = await #expect(throws: ObjectStoreError.self) { try await store.put(text, "x") }
            #expect(error?.caseName == "invalidKey")
        }
    }

    @Test("sweeps what interrupted puts left, once it is a day old", arguments: [(23, true), (25, false)])
    func sweep(hours: Int, stays: Bool) async throws {
        let folder = try TemporaryFolder()
        try folder.write(".uploads/half", "written")
        try folder.write("object", "x")
        let store = try StoreKind.directory(folder.path) { Date(timeIntervalSinceNow: TimeInterval(hours) * 3600) }
        #expect((folder.text(".uploads/half") != nil) == stays)
        #expect(try await store.keys() == ["object"])
    }

    @Test("names a file that can be no object, where a listing meets it")
    func strangeNames() async throws {
        for (name, path) in [("control\u{1}", "a/control\u{1}"), ("back\\slash", "a/back\\slash")] {
            let folder = try TemporaryFolder()
            try folder.write("a/\(name)", "x")
            let store = try StoreKind.directory(folder.path)
            let error = await #expect(throws: ObjectStoreError.self) { try await store.keys() }
            #expect(error?.caseName == "invalidKey")
            #expect(error?.debugDescription.contains(path.debugDescription) == true)
            #expect(try await store.keys("b/").isEmpty)
        }
    }

    @Test("names a file whose name is not UTF-8, where a listing meets it")
    func undecodableName() async throws {
        let folder = try TemporaryFolder()
        let path = folder.path("x").utf8.map { CChar(bitPattern: $0) } + [-1, 0]
        // Safety: the path ends with a NUL.
        let descriptor = unsafe open(path, O_CREAT | O_WRONLY, 0o600)
        try #require(descriptor >= 0)
        close(descriptor)
        let store = try StoreKind.directory(folder.path)
        let error = await #expect(throws: ObjectStoreError.self) { try await store.keys() }
        #expect(error?.debugDescription.contains("x\u{fffd}") == true)
    }

    @Test("is unavailable while its folder is gone, and itself again afterwards")
    func rootGone() async throws {
        let folder = try TemporaryFolder()
        let store = try StoreKind.directory(folder.path("bucket"))
        try FileManager.default.removeItem(atPath: folder.path("bucket"))
        for access in [ObjectAccess.reading, .writing] {
            let error = await #expect(throws: ObjectStoreError.self) { try await store.check(access) }
            #expect(error?.caseName == "unavailable")
        }
        try folder.makeFolder("bucket")
        try await store.check(.writing)
        #expect(try await store.put("a", "x") == .created)
    }

    @Test("cannot be where there is a file")
    func rootIsFile() throws {
        let folder = try TemporaryFolder()
        try folder.write("file", "x")
        for path in ["file", "file/below"] {
            let error = #expect(throws: ObjectStoreError.self) { try StoreKind.directory(folder.path(path)) }
            #expect(error?.debugDescription.contains(folder.path) == true)
            #expect(error?.description.contains("/") == false)
        }
    }
}
