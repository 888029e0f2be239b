package import Foundation

/// A bucket that is a folder of the file system: an object's key is the path of its file.
///
/// Several processes may use one folder at once. Symbolic links below the folder are refused. It needs a file system with
/// hard links, which Linux's own all have.
package struct DirectoryObjectStore: ObjectStore {
    private let folder: ObjectFolder
    private let bucket: String
    private let signer: ObjectURLSigner?
    private let threads: BlockingThreads

    /// Makes the folder at `root` where it is missing, and removes what interrupted puts left there over a day ago.
    ///
    /// `bucket` is the store's name in URLs, which `signer` makes; without one there are none. Blocks; meant for the start.
    package init(
        root: String,
        bucket: String,
        signer: ObjectURLSigner?,
        threads: BlockingThreads,
        now: @escaping @Sendable () -> Date = { Date() }
    ) throws(ObjectStoreError) {
        folder = try ObjectFolder(root: root, now: now)
        self.bucket = bucket
        self.signer = signer
        self.threads = threads
        folder.sweep()
    }

    package var description: String { "directory \(folder.root)" }

    package func get(
        _ key: ObjectKey,
        range: Range<Int>?,
        limit: Int
    ) async throws(ObjectStoreError) -> StoredObject {
        try await run { (folder) throws(ObjectStoreError) in try folder.read(key, range: range, limit: limit) }
    }

    package func head(_ key: ObjectKey) async throws(ObjectStoreError) -> ObjectInfo? {
        try await run { (folder) throws(ObjectStoreError) in try folder.info(of: key) }
    }

    package func put(
        _ key: ObjectKey,
        _ bytes: [UInt8],
        contentType: String,
        metadata: [String: String],
        mode: PutMode
    ) async throws(ObjectStoreError) -> PutOutcome {
        try await run { (folder) throws(ObjectStoreError) in try folder.write(key, bytes, mode: mode) }
    }

    package func put(
        _ key: ObjectKey,
        _ file: SourceFile,
        contentType: String,
        mode: PutMode
    ) async throws(ObjectStoreError) -> PutOutcome {
        try await run { (folder) throws(ObjectStoreError) in try folder.write(key, file, mode: mode) }
    }

    package func list(prefix: String, from mark: ObjectListMark?, limit: Int) async throws(ObjectStoreError)
        -> ObjectPage
    {
        let count = ObjectPage.count(for: limit)
        return try await run { (folder) throws(ObjectStoreError) in
            try folder.page(prefix: prefix, after: mark?.key, count: count)
        }
    }

    package func touch(_ key: ObjectKey) async throws(ObjectStoreError) {
        try await run { (folder) throws(ObjectStoreError) in try folder.touch(key) }
    }

    package func delete(_ key: ObjectKey) async throws(ObjectStoreError) {
        try await run { (folder) throws(ObjectStoreError) in try folder.remove(key) }
    }

    package func presignedURL(
        for key: ObjectKey,
        _ call: PresignedCall,
        expiresIn seconds: Int,
        at now: Date
    ) throws(ObjectStoreError) -> PresignedURL {
        guard let signer else { throw .unavailable(detail: "\(description) has no public address") }
        guard call == .get else { throw .unsupported("presign anything but plain GET") }
        return try signer.presignedURL(bucket: bucket, key: key, expiresIn: seconds, at: now)
    }

    package func check(_ access: ObjectAccess, under prefix: String) async throws(ObjectStoreError) {
        try await run { (folder) throws(ObjectStoreError) in try folder.check(access) }
    }

    private func run<Value: Sendable>(
        _ work: @escaping @Sendable (ObjectFolder) throws(ObjectStoreError) -> Value
    ) async throws(ObjectStoreError) -> Value {
        let folder = folder
        return try await threads.run(ifCancelled: .cancelled) { () throws(ObjectStoreError) in try work(folder) }
    }
}
