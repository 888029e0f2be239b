import CoreMetrics
package import Foundation
package import Store

/// A store whose calls are counted and timed.
package struct MeteredObjectStore: ObjectStore {
    private let base: any ObjectStore

    private enum Call: String, CaseIterable { case get, head, put, list, touch, delete }

    private static let calls = MeteredCalls<Call>(name: "object_store_request_duration_seconds")

    package init(_ base: any ObjectStore) { self.base = base }

    package var description: String { base.description }

    /// Counts nothing of each kind.
    static func begin() {
        calls.begin()
        for direction in ["read", "written"] { count(0, direction) }
    }

    package func get(_ key: ObjectKey, range: Range<Int>?, limit: Int) async throws(ObjectStoreError) -> StoredObject {
        let object = try await Self.calls.timed(.get) { () async throws(ObjectStoreError) in
            try await base.get(key, range: range, limit: limit)
        }
        Self.count(object.bytes.count, "read")
        return object
    }

    package func head(_ key: ObjectKey) async throws(ObjectStoreError) -> ObjectInfo? {
        try await Self.calls.timed(.head) { () async throws(ObjectStoreError) in try await base.head(key) }
    }

    package func put(
        _ key: ObjectKey,
        _ bytes: [UInt8],
        contentType: String,
        metadata: [String: String],
        mode: PutMode
    ) async throws(ObjectStoreError) -> PutOutcome {
        let outcome = try await Self.calls.timed(.put) { () async throws(ObjectStoreError) in
            try await base.put(key, bytes, contentType: contentType, metadata: metadata, mode: mode)
        }
        Self.count(bytes.count, "written")
        return outcome
    }

    package func put(
        _ key: ObjectKey,
        _ file: SourceFile,
        contentType: String,
        mode: PutMode
    ) async throws(ObjectStoreError) -> PutOutcome {
        try await Self.calls.timed(.put) { () async throws(ObjectStoreError) in
            try await base.put(key, file, contentType: contentType, mode: mode)
        }
    }

    package func list(prefix: String, from mark: ObjectListMark?, limit: Int) async throws(ObjectStoreError)
        -> ObjectPage
    {
        try await Self.calls.timed(.list) { () async throws(ObjectStoreError) in
            try await base.list(prefix: prefix, from: mark, limit: limit)
        }
    }

    package func touch(_ key: ObjectKey) async throws(ObjectStoreError) {
        try await Self.calls.timed(.touch) { () async throws(ObjectStoreError) in try await base.touch(key) }
    }

    package func delete(_ key: ObjectKey) async throws(ObjectStoreError) {
        try await Self.calls.timed(.delete) { () async throws(ObjectStoreError) in try await base.delete(key) }
    }

    /// Asks nobody, so that there is nothing to time.
    package func presignedURL(
        for key: ObjectKey,
        _ call: PresignedCall,
        expiresIn seconds: Int,
        at now: Date
    ) async throws(ObjectStoreError) -> PresignedURL {
        try await base.presignedURL(for: key, call, expiresIn: seconds, at: now)
    }

    package func check(_ access: ObjectAccess, under prefix: String) async throws(ObjectStoreError) {
        try await base.check(access, under: prefix)
    }

    private static func count(_ bytes: Int, _ direction: String) {
        Counter(label: "object_store_transferred_bytes_total", dimensions: [("direction", direction)]).increment(
            by: bytes
        )
    }
}
