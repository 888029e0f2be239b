import Foundation
import TestSupport

@testable import Store

/// The object stores that the conformance suite runs over.
enum StoreKind: CaseIterable, Sendable {
    case memory
    case directory

    /// Calls `body` with an empty store of this kind, which is gone afterwards.
    func withStore(_ body: (any ObjectStore) async throws -> Void) async throws {
        switch self {
        case .memory:
            try await body(MemoryObjectStore(signer: Self.signer()))
        case .directory:
            let folder = try TemporaryFolder()
            try await body(Self.directory(folder.path))
            withExtendedLifetime(folder) {}
        }
    }

    static func directory(
        _ path: String,
        now: @escaping @Sendable () -> Date = { Date() }
    ) throws -> DirectoryObjectStore {
        let threads = BlockingThreads(count: 4)
        return try DirectoryObjectStore(root: path, bucket: "test", signer: signer(), threads: threads, now: now)
    }

    private static func signer() throws -> ObjectURLSigner {
        try ObjectURLSigner(baseURL: "http://127.0.0.1:8080", secret: .random())
    }
}
