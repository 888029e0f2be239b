#if os(Linux)
import Foundation
import TestSupport
import Testing

@testable import Store

/// What happens when the disk under a directory store gives out. These tests mount small file systems.
@Suite(
    "A directory store on a tiny disk",
    .enabled(if: TinyDisk.isAvailable, "this process may not mount file systems")
)
struct DirectoryDiskTests {
    private static let small = String(repeating: "s", count: 8000)
    private static let large = String(repeating: "l", count: 200_000)

    @Test("that is full has nothing half-written, and goes on", arguments: [PutMode.createOnly, .overwrite])
    func full(mode: PutMode) async throws {
        let disk = try TinyDisk()
        let store = try StoreKind.directory(disk.folder.path)
        try await store.put("a/kept", Self.small)
        for key in ["a/new", "b/new"] {
            let error = await #expect(throws: ObjectStoreError.self) {
                try await store.put(key, Self.large, mode: mode)
            }
            #expect(error?.caseName == "outOfSpace")
            #expect(error?.debugDescription.contains(disk.folder.path) == true)
            #expect(error?.description == "the object store is full")
            #expect(try await store.head(ObjectKey(key)) == nil)
        }
        #expect(try await store.keys() == ["a/kept"])
        #expect(disk.folder.everything() == [".uploads", "a", "a/kept"])
        #expect(try await store.put("a/new", Self.small, mode: mode) == .created)
        #expect(try await store.text("a/new") == Self.small)
    }

    @Test("that is full keeps the object that was to be replaced")
    func fullOverwrite() async throws {
        let disk = try TinyDisk()
        let store = try StoreKind.directory(disk.folder.path)
        try await store.put("a/kept", Self.small)
        await #expect(throws: ObjectStoreError.self) { try await store.put("a/kept", Self.large) }
        #expect(try await store.text("a/kept") == Self.small)
    }

    @Test("that is full still answers for what exists, and says that it cannot be written")
    func fullToTheBrim() async throws {
        let disk = try TinyDisk()
        let store = try StoreKind.directory(disk.folder.path)
        try await store.put("a/kept", Self.small)
        try? Data(count: 100_000).write(to: URL(filePath: disk.folder.path("filler")))
        #expect(try await store.put("a/kept", Self.large, mode: .createOnly) == .existed)
        #expect(try await store.text("a/kept") == Self.small)
        try await store.check(.reading)
        let error = await #expect(throws: ObjectStoreError.self) { try await store.check(.writing) }
        #expect(error?.caseName == "outOfSpace")
    }

    @Test("that is read-only is read, and says that it cannot be written")
    func readOnly() async throws {
        let disk = try TinyDisk()
        try await StoreKind.directory(disk.folder.path).put("a/kept", Self.small)
        try disk.makeReadOnly()
        let store = try StoreKind.directory(disk.folder.path)
        #expect(try await store.text("a/kept") == Self.small)
        #expect(try await store.keys() == ["a/kept"])
        #expect(try await store.put("a/kept", "x", mode: .createOnly) == .existed)
        try await store.check(.reading)
        await expectDenied { try await store.put("a/kept", "x") }
        await expectDenied { try await store.put("a/new", "x", mode: .createOnly) }
        await expectDenied { try await store.delete(ObjectKey("a/kept")) }
        await expectDenied { try await store.check(.writing) }
    }

    private func expectDenied(_ call: () async throws -> Void) async {
        let error = await #expect(throws: ObjectStoreError.self) { try await call() }
        #expect(error?.caseName == "permissionDenied")
        #expect(error?.debugDescription.contains("Read-only") == true)
        #expect(error?.description == "the object store does not permit this")
    }
}
#endif
