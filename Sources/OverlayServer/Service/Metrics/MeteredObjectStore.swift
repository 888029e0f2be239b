import CoreMetrics
package import Foundation
package import Store

/// A store whose calls are counted and timed.
package struct MeteredObjectStore: ObjectStore {
    private let base: any ObjectStore

    package init(_ base: any ObjectStore) { self.base = base }

    package var description: String { base.description }

    package func get(_ key: ObjectKey, range: Range<Int>?, limit: Int) async throws(ObjectStoreError) -> StoredObject {
        let object = try await timed("get") { () async throws(ObjectStoreError) in
            try await base.get(key, range: range, limit: limit)
        }
        count(object.bytes.count, "read")
        return object
    }

    package func head(_ key: ObjectKey) async throws(ObjectStoreError) -> ObjectInfo? {
        try await timed("head") { () async throws(ObjectStoreError) in try await base.head(key) }
    }

    package func put(
        _ key: ObjectKey,
        _ bytes: [UInt8],
        contentType: String,
        metadata: [String: String],
        mode: PutMode
    ) async throws(ObjectStoreError) -> PutOutcome {
        let outcome = try await timed("put") { () async throws(ObjectStoreError) in
            try await base.put(key, bytes, contentType: contentType, metadata: metadata, mode: mode)
        }
        count(bytes.count, "written")
        return outcome
    }

    package func put(
        _ key: ObjectKey,
        _ file: SourceFile,
        contentType: String,
        mode: PutMode
    ) async throws(ObjectStoreError) -> PutOutcome {
        try await timed("put") { () async throws(ObjectStoreError) in
            try await base.put(key, file, contentType: contentType, mode: mode)
        }
    }

    package func list(prefix: String, from mark: ObjectListMark?, limit: Int) async throws(ObjectStoreError)
        -> ObjectPage
    {
        try await timed("list") { () async throws(ObjectStoreError) in
            try await base.list(prefix: prefix, from: mark, limit: limit)
        }
    }

    package func touch(_ key: ObjectKey) async throws(ObjectStoreError) {
        try await timed("touch") { () async throws(ObjectStoreError) in try await base.touch(key) }
    }

    package func delete(_ key: ObjectKey) async throws(ObjectStoreError) {
        try await timed("delete") { () async throws(ObjectStoreError) in try await base.delete(key) }
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

    private func count(_ bytes: Int, _ direction: String) {
        Counter(label: "object_store_transferred_bytes_total", dimensions: [("direction", direction)]).increment(
            by: bytes
        )
    }

    private func timed<Value>(
        _ call: String,
        _ body: () async throws(ObjectStoreError) -> Value
    ) async throws(ObjectStoreError) -> Value {
        let start = ContinuousClock.now
        var outcome = "failed"
        defer { MeteredCall.record("object_store_request_duration_seconds", call, outcome, since: start) }
        let value = try await body()
        outcome = "answered"
        return value
    }
}

/// What is told of a call of a store or database.
enum MeteredCall {
    static func record(_ name: String, _ call: String, _ outcome: String, since start: ContinuousClock.Instant) {
        let nanoseconds = Int64((ContinuousClock.now - start) / .nanoseconds(1))
        Timer(label: name, dimensions: [("call", call), ("outcome", outcome)]).recordNanoseconds(nanoseconds)
    }
}
