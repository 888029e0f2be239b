import Foundation
import TestSupport
import Testing

@testable import Store

/// What a directory store says of folders that its user may not read or write.
@Suite("A directory store without permission", .enabled(if: geteuid() != 0, "root may do everything"))
struct DirectoryPermissionTests {
    @Test("is read where it may be, and says that it may not be written")
    func noWriting() async throws {
        let folder = try TemporaryFolder()
        try folder.write("bucket/a/kept", "x")
        try set(0o555, ["bucket", "bucket/a"], of: folder)
        defer { try? set(0o755, ["bucket", "bucket/a"], of: folder) }
        let store = try StoreKind.directory(folder.path("bucket"))
        #expect(try await store.text("a/kept") == "x")
        try await store.check(.reading)
        await expectDenied { try await store.put("a/new", "x", mode: .createOnly) }
        await expectDenied { try await store.delete(ObjectKey("a/kept")) }
        await expectDenied { try await store.check(.writing) }
    }

    @Test("says that it may not be read")
    func noReading() async throws {
        let folder = try TemporaryFolder()
        try folder.write("bucket/a/kept", "x")
        try set(0o000, ["bucket/a/kept", "bucket/a"], of: folder)
        defer { try? set(0o755, ["bucket/a", "bucket/a/kept"], of: folder) }
        let store = try StoreKind.directory(folder.path("bucket"))
        await expectDenied { _ = try await store.text("a/kept") }
        await expectDenied { _ = try await store.head(ObjectKey("a/kept")) }
        await expectDenied { _ = try await store.keys() }
    }

    private func set(_ permissions: Int, _ names: [String], of folder: TemporaryFolder) throws {
        for name in names {
            try FileManager.default.setAttributes([.posixPermissions: permissions], ofItemAtPath: folder.path(name))
        }
    }

    private func expectDenied(_ call: () async throws -> Void) async {
        let error = await #expect(throws: ObjectStoreError.self) { try await call() }
        #expect(error?.caseName == "permissionDenied")
    }
}
