import Foundation
import TestSupport
import Testing

@testable import Store

/// That nothing in a store's folder leads out of it, or holds a reader up.
@Suite("A directory store's borders")
struct DirectoryEscapeTests {
    /// A bucket with symbolic links of every kind, and a file outside that they lead to.
    private func makeFolder() throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        try folder.write("outside/secret", "untouched")
        try folder.write("bucket/inside/file", "inside")
        try folder.makeLink("bucket/out", to: folder.path("outside"))
        try folder.makeLink("bucket/deep/out", to: "../../outside")
        try folder.makeLink("bucket/in", to: "inside")
        try folder.makeLink("bucket/files/out", to: "../../outside/secret")
        try folder.makeLink("bucket/files/in", to: "../inside/file")
        try folder.makeLink("bucket/files/dangling", to: "/nowhere")
        return folder
    }

    static let linkedFolders = ["out", "deep/out", "in"]
    static let linkedFiles = ["files/out", "files/in", "files/dangling"]

    @Test("are closed to symbolic links in place of folders", arguments: linkedFolders)
    func folders(link: String) async throws {
        let folder = try makeFolder()
        let store = try StoreKind.directory(folder.path("bucket"))
        let refusal = ObjectStoreError.obstructed(link, by: .symbolicLink)
        for name in ["secret", "file", "new/file"] {
            let key = try ObjectKey("\(link)/\(name)")
            await #expect(throws: refusal) { try await store.get(key, limit: 100) }
            await #expect(throws: refusal) { try await store.head(key) }
            await #expect(throws: refusal) { try await store.put(key.text, "x", mode: .createOnly) }
            await #expect(throws: refusal) { try await store.put(key.text, "x", mode: .overwrite) }
            await #expect(throws: refusal) { try await store.delete(key) }
        }
        await #expect(throws: refusal) { try await store.keys("\(link)/") }
        #expect(folder.text("outside/secret") == "untouched")
        #expect(folder.text("bucket/inside/file") == "inside")
        #expect(!folder.everything().contains { $0.hasSuffix("new") })
    }

    @Test("are closed to symbolic links in place of files", arguments: linkedFiles)
    func files(link: String) async throws {
        let folder = try makeFolder()
        let store = try StoreKind.directory(folder.path("bucket"))
        let refusal = ObjectStoreError.obstructed(link, by: .symbolicLink)
        let key = try ObjectKey(link)
        await #expect(throws: refusal) { try await store.get(key, limit: 100) }
        await #expect(throws: refusal) { try await store.head(key) }
        await #expect(throws: refusal) { try await store.put(link, "x", mode: .createOnly) }
        await #expect(throws: refusal) { try await store.delete(key) }
        await #expect(throws: refusal) { try await store.keys(link) }
        #expect(try await store.put(link, "new", mode: .overwrite) == .created)
        #expect(try await store.text(link) == "new")
        #expect(folder.text("outside/secret") == "untouched")
        #expect(folder.text("bucket/inside/file") == "inside")
    }

    @Test("are closed where the folder for uploads is a symbolic link")
    func uploads() async throws {
        let folder = try makeFolder()
        try folder.makeLink("bucket/.uploads", to: "../outside")
        let store = try StoreKind.directory(folder.path("bucket")) { Date(timeIntervalSinceNow: 1_000_000) }
        await #expect(throws: ObjectStoreError.obstructed(".uploads", by: .symbolicLink)) {
            try await store.put("a", "x")
        }
        #expect(folder.text("outside/secret") == "untouched")
    }

    @Test("hold pipes, which nobody waits for")
    func pipes() async throws {
        let folder = try TemporaryFolder()
        // Safety: the system reads the path during the call only.
        try #require(unsafe mkfifo(folder.path("pipe"), 0o600) == 0)
        let store = try StoreKind.directory(folder.path)
        let key = try ObjectKey("pipe")
        let refusal = ObjectStoreError.obstructed("pipe", by: .special)
        await #expect(throws: refusal) { try await store.get(key, limit: 100) }
        await #expect(throws: refusal) { try await store.head(key) }
        await #expect(throws: refusal) { try await store.put("pipe", "x", mode: .createOnly) }
        await #expect(throws: refusal) { try await store.delete(key) }
        await #expect(throws: refusal) { try await store.keys() }
    }
}
