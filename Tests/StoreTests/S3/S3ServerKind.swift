@testable import Store

/// The real servers that suites run over.
enum S3ServerKind: CaseIterable, Sendable {
    /// Verifies signatures.
    case signing
    /// Honors conditions and ranges.
    case moto

    /// Calls `body` with a bucket of its own and a store of it; the bucket is gone afterwards.
    func withBucket(_ body: (S3TestBucket, S3ObjectStore) async throws -> Void) async throws {
        guard let servers = S3Servers.current else { return }
        let bucket = S3TestBucket(servers, at: self == .signing ? servers.signing : servers.moto)
        try await bucket.withStore { store in try await body(bucket, store) }
    }

    /// The names that clients encode in different ways.
    static let awkwardKeys = [
        "plain.json", "with space.png", "plus+plus", "tilde~", "per%cent", "per%20cent", "a?b#c&d=e;f", "quote'\"quote",
        "comma,colon:at@", "(paren)[bracket]{brace}", "dollar$star*bang!", "back`tick|pipe^", "<tag>&amp;",
        "é/ü/ß.jpg", "e\u{301}/decomposed", "日本語/映像.mp4", "emoji/😀👩‍👩‍👧.png", "deep/er/and/deep/er/x", "deep/er-than",
        "UPPER/lower", ".hidden/.file", "dots...", "trailing ", " leading", "a/ /b",
    ]
}
