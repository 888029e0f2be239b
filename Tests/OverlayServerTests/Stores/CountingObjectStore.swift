import Foundation
import StoreTestSupport
import Synchronization
import TestSupport

@testable import Store

/// A store over another that counts what it is asked, and can hold listings back.
final class CountingObjectStore: ObjectStore {
    enum Call: String, Sendable {
        case get, head, put, list, delete, presign, check
    }

    private let base: any ObjectStore
    private let counts = Mutex<[Call: Int]>([:])
    private let createdCount = Mutex(0)
    /// Called with every call before it is answered.
    private let before: @Sendable (Call) async -> Void

    init(_ base: any ObjectStore = MemoryObjectStore(), before: @escaping @Sendable (Call) async -> Void = { _ in }) {
        self.base = base
        self.before = before
    }

    var description: String { "counting \(base)" }

    func count(_ call: Call) -> Int { counts.withLock { $0[call, default: 0] } }

    /// How many objects were put that were not there before.
    var created: Int { createdCount.withLock(\.self) }

    func reset() { counts.withLock { $0 = [:] } }

    private func note(_ call: Call) async {
        counts.withLock { $0[call, default: 0] += 1 }
        await before(call)
    }

    func get(_ key: ObjectKey, range: Range<Int>?, limit: Int) async throws(ObjectStoreError) -> StoredObject {
        await note(.get)
        return try await base.get(key, range: range, limit: limit)
    }

    func head(_ key: ObjectKey) async throws(ObjectStoreError) -> ObjectInfo? {
        await note(.head)
        return try await base.head(key)
    }

    func put(
        _ key: ObjectKey,
        _ bytes: [UInt8],
        contentType: String,
        metadata: [String: String],
        mode: PutMode
    ) async throws(ObjectStoreError) -> PutOutcome {
        await note(.put)
        let outcome = try await base.put(key, bytes, contentType: contentType, metadata: metadata, mode: mode)
        if outcome == .created { createdCount.withLock { $0 += 1 } }
        return outcome
    }

    func put(
        _ key: ObjectKey,
        _ file: SourceFile,
        contentType: String,
        mode: PutMode
    ) async throws(ObjectStoreError) -> PutOutcome {
        await note(.put)
        return try await base.put(key, file, contentType: contentType, mode: mode)
    }

    func list(prefix: String, from mark: ObjectListMark?, limit: Int) async throws(ObjectStoreError) -> ObjectPage {
        await note(.list)
        return try await base.list(prefix: prefix, from: mark, limit: limit)
    }

    func delete(_ key: ObjectKey) async throws(ObjectStoreError) {
        await note(.delete)
        try await base.delete(key)
    }

    func presignedURL(
        for key: ObjectKey,
        _ call: PresignedCall,
        expiresIn seconds: Int,
        at now: Date
    ) async throws(ObjectStoreError) -> PresignedURL {
        await note(.presign)
        return try await base.presignedURL(for: key, call, expiresIn: seconds, at: now)
    }

    func check(_ access: ObjectAccess, under prefix: String) async throws(ObjectStoreError) {
        await note(.check)
        try await base.check(access, under: prefix)
    }
}
