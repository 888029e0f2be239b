import Foundation
import StoreTestSupport
import TestSupport

@testable import Store

/// The object stores that the conformance suite runs over.
enum StoreKind: CaseIterable, Sendable {
    case memory
    case directory
    /// S3 on the server that verifies signatures.
    case s3
    /// S3 on the server that honors conditions.
    case s3Conditional

    /// Those whose servers run; `scripts/test` starts them.
    static var allCases: [StoreKind] {
        S3Servers.current == nil ? [.memory, .directory] : [.memory, .directory, .s3, .s3Conditional]
    }

    /// Whether a put can be refused because of an object that came a moment before.
    var hasConditionalPuts: Bool {
        self != .s3 || S3Servers.current?.signingServer != "rclone"
    }

    /// Whether keys are not taken for paths: rclone answers 500 to deleting what others lie below, and deletes the object
    /// that an absent one lies below.
    var hasFlatKeys: Bool { hasConditionalPuts }

    /// Calls `body` with an empty store of this kind, which is gone afterwards.
    func withStore(_ body: (any ObjectStore) async throws -> Void) async throws {
        switch self {
        case .memory:
            try await body(MemoryObjectStore(signer: Self.signer()))
        case .directory:
            let folder = try TemporaryFolder()
            try await body(Self.directory(folder.path))
            withExtendedLifetime(folder) {}
        case .s3, .s3Conditional:
            guard let servers = S3Servers.current else { return }
            let endpoint = self == .s3 ? servers.signing : servers.moto
            try await S3TestBucket(servers, at: endpoint).withStore { store in try await body(store) }
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
