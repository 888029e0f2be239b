import Foundation
import StoreTestSupport
import TestSupport
import Testing

@testable import Store

@Suite("A memory store")
struct MemoryObjectStoreTests {
    @Test("fails as it was told to, for that key only")
    func faults() async throws {
        let key = try ObjectKey("bad")
        let fault = ObjectStoreError.outOfSpace(detail: "told to")
        let store = MemoryObjectStore(failing: [key: fault])
        try await store.put("good", "x")
        await #expect(throws: fault) { try await store.put("bad", "x") }
        await #expect(throws: fault) { try await store.get(key, limit: 1) }
        await #expect(throws: fault) { try await store.head(key) }
        await #expect(throws: fault) { try await store.delete(key) }
        await #expect(throws: fault) { try await store.presignedURL(for: key, expiresIn: 1, at: Date()) }
        #expect(try await store.keys() == ["good"])
    }

    @Test("keeps any content type, and its own clock's time")
    func info() async throws {
        let time = Date(timeIntervalSince1970: 12)
        let store = MemoryObjectStore(now: { time })
        let key = try ObjectKey("a.jpg")
        _ = try await store.put(key, [1], contentType: "text/plain", mode: .overwrite)
        #expect(try await store.head(key)?.contentType == "text/plain")
        #expect(try await store.head(key)?.lastModified == time)
    }

    @Test("has no URLs without a signer")
    func noSigner() async throws {
        let error = await #expect(throws: ObjectStoreError.self) {
            try await MemoryObjectStore().presignedURL(for: ObjectKey("a"), expiresIn: 1, at: Date())
        }
        #expect(error?.caseName == "unavailable")
    }
}
