package import Foundation
package import Store
import Synchronization

/// A bucket in memory, for tests and for work that leaves nothing behind.
package final class MemoryObjectStore: ObjectStore {
    private let bucket: String
    private let signer: ObjectURLSigner?
    private let failing: [ObjectKey: ObjectStoreError]
    private let now: @Sendable () -> Date
    private let objects = Mutex<[ObjectKey: StoredObject]>([:])

    /// `signer` makes the presigned URLs; without one there are none. Every call for a key of `failing` throws its error.
    package init(
        bucket: String = "memory",
        signer: ObjectURLSigner? = nil,
        failing: [ObjectKey: ObjectStoreError] = [:],
        now: @escaping @Sendable () -> Date = { Date() }
    ) {
        self.bucket = bucket
        self.signer = signer
        self.failing = failing
        self.now = now
    }

    package var description: String { "memory" }

    package func get(
        _ key: ObjectKey,
        range: Range<Int>?,
        limit: Int
    ) async throws(ObjectStoreError) -> StoredObject {
        guard let object = try object(key) else { throw .notFound(key) }
        let wanted = try ObjectInfo.clip(range, of: key, size: object.bytes.count, limit: limit)
        return StoredObject(info: object.info, bytes: Array(object.bytes[wanted]))
    }

    package func head(_ key: ObjectKey) async throws(ObjectStoreError) -> ObjectInfo? {
        try object(key)?.info
    }

    package func put(
        _ key: ObjectKey,
        _ bytes: [UInt8],
        contentType: String,
        metadata: [String: String],
        mode: PutMode
    ) async throws(ObjectStoreError) -> PutOutcome {
        try checkCall(for: key)
        let info = ObjectInfo(
            key: key,
            size: bytes.count,
            etag: try MD5Digest.etag(of: bytes),
            contentType: contentType,
            lastModified: now()
        )
        return objects.withLock { objects in
            if mode.isCreateOnly, objects[key] != nil { return .existed }
            objects[key] = StoredObject(info: info, bytes: bytes)
            return .created
        }
    }

    package func put(
        _ key: ObjectKey,
        _ file: SourceFile,
        contentType: String,
        mode: PutMode
    ) async throws(ObjectStoreError) -> PutOutcome {
        try await put(key, file.bytes(in: 0..<file.size), contentType: contentType, mode: mode)
    }

    package func list(prefix: String, from mark: ObjectListMark?, limit: Int) async throws(ObjectStoreError)
        -> ObjectPage
    {
        try checkCancellation()
        let found = objects.withLock { objects in
            objects.values.filter { object in
                let key = object.info.key
                return key.text.utf8.starts(with: prefix.utf8) && mark?.key.map { $0 < key } ?? true
            }
        }
        let entries = found.map(\.info).sorted { $0.key < $1.key }.map { info in
            ObjectEntry(key: info.key, size: info.size, etag: info.etag, lastModified: info.lastModified)
        }
        return ObjectPage(entries, count: ObjectPage.count(for: limit))
    }

    package func delete(_ key: ObjectKey) async throws(ObjectStoreError) {
        try checkCall(for: key)
        objects.withLock { $0[key] = nil }
    }

    package func presignedURL(
        for key: ObjectKey,
        _ call: PresignedCall,
        expiresIn seconds: Int,
        at now: Date
    ) throws(ObjectStoreError) -> PresignedURL {
        if let failure = failing[key] { throw failure }
        guard let signer else { throw .unavailable(detail: "\(description) has no public address") }
        guard call == .get else { throw .unsupported("presign anything but plain GET") }
        return try signer.presignedURL(bucket: bucket, key: key, expiresIn: seconds, at: now)
    }

    package func check(_ access: ObjectAccess, under prefix: String) async throws(ObjectStoreError) {
        try checkCancellation()
    }

    private func object(_ key: ObjectKey) throws(ObjectStoreError) -> StoredObject? {
        try checkCall(for: key)
        return objects.withLock { $0[key] }
    }

    private func checkCall(for key: ObjectKey) throws(ObjectStoreError) {
        try checkCancellation()
        if let failure = failing[key] { throw failure }
    }

    private func checkCancellation() throws(ObjectStoreError) {
        if Task.isCancelled { throw .cancelled }
    }
}
