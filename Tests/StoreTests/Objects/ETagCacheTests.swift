import Foundation
import TestSupport
import Testing

@testable import Store

@Suite("The cache of ETags")
struct ETagCacheTests {
    private let later = Date(timeIntervalSince1970: 2_000_000)
    private let key: ObjectKey

    init() throws {
        key = try ObjectKey("a")
    }

    /// The status of a file that was touched a million seconds after 1970 and `nanoseconds`.
    private func status(inode: UInt = 1, size: Int = 10, nanoseconds: Int = 0) -> FileStatus {
        var status = stat()
        status.st_mode = S_IFREG
        status.st_ino = .init(inode)
        status.st_size = .init(size)
        status.st_ctim = timespec(tv_sec: 1_000_000, tv_nsec: nanoseconds)
        return FileStatus(status)
    }

    @Test("knows an unchanged file, and none that differs in inode, size or time")
    func lookUp() {
        let cache = ETagCache(capacity: 10)
        cache.keep("e", of: key, status(), now: later)
        #expect(cache.etag(of: key, status()) == "e")
        #expect(cache.etag(of: key, status(inode: 2)) == nil)
        #expect(cache.etag(of: key, status(size: 11)) == nil)
        #expect(cache.etag(of: key, status(nanoseconds: 1)) == nil)
        cache.keep("f", of: key, status(size: 11), now: later)
        #expect(cache.etag(of: key, status(size: 11)) == "f")
        #expect(cache.etag(of: key, status()) == nil)
    }

    @Test("does not trust a file that was touched just now", arguments: [(-5, nil), (1, nil), (2, "e"), (3, "e")])
    func settling(seconds: Int, known: String?) {
        let cache = ETagCache(capacity: 10)
        cache.keep("e", of: key, status(), now: Date(timeIntervalSince1970: 1_000_000 + Double(seconds)))
        #expect(cache.etag(of: key, status()) == known)
    }

    @Test("is what a listing's revisions go by: another for another file, none for one that was touched just now")
    func revisions() throws {
        let all = [status(), status(inode: 2), status(size: 11), status(nanoseconds: 1)].map(\.revision)
        #expect(Set(all).count == 4 && all[0] == status().revision)
        let folder = try TemporaryFolder()
        try folder.write("a", "first")
        func revision(after seconds: Double) throws -> String? {
            let objects = try ObjectFolder(root: folder.path) { Date(timeIntervalSinceNow: seconds) }
            return try #require(try objects.page(prefix: "", after: nil, count: 1).objects.first).revision
        }
        #expect(try revision(after: 0) == nil)
        let first = try #require(try revision(after: 1000))
        try folder.write("a", "other")
        #expect(try revision(after: 1000) != first)
    }

    @Test("forgets the oldest beyond its capacity")
    func capacity() throws {
        let cache = ETagCache(capacity: 3)
        let keys = try (0..<8).map { try ObjectKey("\($0)") }
        for key in keys {
            cache.keep(key.text, of: key, status(), now: later)
            cache.keep(key.text, of: key, status(), now: later)
        }
        #expect(cache.count == 3)
        #expect(keys.map { cache.etag(of: $0, status()) } == [nil, nil, nil, nil, nil, "5", "6", "7"])
    }

    @Test("serves a directory store, and follows what others do to the file")
    func store() throws {
        let folder = try TemporaryFolder()
        let objects = try ObjectFolder(root: folder.path) { Date(timeIntervalSinceNow: 1000) }
        try folder.write("a", "first")
        let first = try objects.info(of: key)
        #expect(objects.etags.count == 1)
        #expect(try objects.info(of: key) == first)
        #expect(try objects.read(key, range: 1..<3, limit: 9).info == first)
        try folder.write("a", "second")
        #expect(try objects.info(of: key)?.etag == MD5Digest(of: Array("second".utf8)).hex)
        #expect(try objects.read(key, range: nil, limit: 9).info.etag == MD5Digest(of: Array("second".utf8)).hex)
        #expect(objects.etags.count == 1)
    }
}
