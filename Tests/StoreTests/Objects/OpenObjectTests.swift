import Foundation
import TestSupport
import Testing

@testable import Store

/// That a file which others write while it is read is never given as an object.
@Suite("An object's file under a reader")
struct OpenObjectTests {
    private let folder: TemporaryFolder
    private let key: ObjectKey

    init() throws {
        folder = try TemporaryFolder()
        key = try ObjectKey("object")
        try folder.write("object", "0123456789")
    }

    private func open() throws -> OpenObject {
        guard let file = try OpenFile.existing(at: folder.path("object")),
            let object = try OpenObject(key, file: file, root: folder.path)
        else { throw ObjectStoreError.notFound(key) }
        return object
    }

    private func edit(_ edit: (FileHandle) throws -> Void) throws {
        let handle = try FileHandle(forUpdating: URL(filePath: folder.path("object")))
        try edit(handle)
        try handle.close()
    }

    @Test("is read as it is when nobody writes")
    func unchanged() throws {
        let object = try open()
        #expect(try object.read(2..<5) == Array("234".utf8))
        #expect(try object.etag() == "781e5e245d69b566979b86e28d23f2c7")
    }

    @Test("is incomplete when it is cut short")
    func truncated() throws {
        let object = try open()
        try edit { try $0.truncate(atOffset: 4) }
        #expect(throws: ObjectStoreError.incomplete(key, expected: 10, received: 4)) { try object.read(0..<10) }
        #expect(throws: ObjectStoreError.incomplete(key, expected: 10, received: 4)) { try object.etag() }
    }

    @Test("has changed when it has grown")
    func grown() throws {
        let object = try open()
        try edit {
            try $0.seekToEnd()
            try $0.write(contentsOf: Data("more".utf8))
        }
        #expect(throws: ObjectStoreError.changed(key)) { try object.read(0..<10) }
        #expect(throws: ObjectStoreError.changed(key)) { try object.etag() }
    }

    @Test("has changed when as many other bytes were written at another time")
    func rewritten() throws {
        let object = try open()
        try edit { try $0.write(contentsOf: Data("abcdefghij".utf8)) }
        let later = Date(timeIntervalSinceNow: 100)
        try FileManager.default.setAttributes([.modificationDate: later], ofItemAtPath: folder.path("object"))
        #expect(throws: ObjectStoreError.changed(key)) { try object.read(0..<10) }
    }

    @Test("stays what it was when a put replaces or a delete removes it")
    func replaced() throws {
        let object = try open()
        try folder.write("other", "abcdefghij")
        // Safety: the system reads the paths during the call only.
        #expect(unsafe rename(folder.path("other"), folder.path("object")) == 0)
        #expect(try object.read(0..<10) == Array("0123456789".utf8))
    }

    @Test("is hashed in pieces as in one", arguments: [(1 << 20) - 1, 1 << 20, (1 << 20) + 1, 5 << 19])
    func pieces(size: Int) throws {
        let bytes = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 13) }
        try Data(bytes).write(to: URL(filePath: folder.path("object")))
        #expect(try open().etag() == MD5Digest(of: bytes).hex)
    }
}
