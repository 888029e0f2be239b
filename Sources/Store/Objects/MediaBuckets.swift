package import Foundation

/// MPR's two buckets and what its Python module `core/storage` does with them, under its names as Swift writes them.
package struct MediaBuckets: Sendable {
    package enum Bucket: String, CaseIterable, Sendable {
        /// Source videos (`BUCKET_IN`); the service never writes there by itself.
        case `in`
        /// Frames and overlays (`BUCKET_OUT`).
        case out
    }

    private let inStore: any ObjectStore
    private let outStore: any ObjectStore
    private let threads: BlockingThreads

    /// `threads` read and write the local files.
    package init(in inStore: any ObjectStore, out outStore: any ObjectStore, threads: BlockingThreads) {
        self.inStore = inStore
        self.outStore = outStore
        self.threads = threads
    }

    /// The store behind a bucket (`get_s3_client`).
    package func store(_ bucket: Bucket) -> any ObjectStore {
        switch bucket {
        case .in: inStore
        case .out: outStore
        }
    }

    /// Gives `receive` page after page of the objects whose keys begin with `prefix` (`list_objects`).
    package func listObjects(
        in bucket: Bucket,
        prefix: String = "",
        _ receive: (ObjectPage) throws -> Void
    ) async throws {
        try await store(bucket).list(prefix: prefix, receive)
    }

    /// Copies an object into the file at `path`, which appears whole or not at all (`download_file`).
    package func downloadFile(
        _ key: ObjectKey,
        from bucket: Bucket,
        to path: String
    ) async throws(ObjectStoreError) -> ObjectInfo {
        try await store(bucket).download(key, to: path, threads: threads)
    }

    /// Copies an object into a new file in the system's folder for such, for the caller to remove; its path
    /// (`download_to_temp`). The name ends as the key does.
    package func downloadToTemp(_ key: ObjectKey, from bucket: Bucket) async throws(ObjectStoreError) -> String {
        let ending = key.pathExtension.isEmpty ? "" : ".\(key.pathExtension)"
        let file = FileManager.default.temporaryDirectory.appending(path: "mpr-\(UUID().uuidString)\(ending)")
        _ = try await downloadFile(key, from: bucket, to: file.path)
        return file.path
    }

    /// Stores the file at `path`, replacing an object that is there (`upload_file`). The content type follows from the key.
    package func uploadFile(
        _ path: String,
        as key: ObjectKey,
        to bucket: Bucket
    ) async throws(ObjectStoreError) {
        let file = try await SourceFile.open(path, threads: threads)
        _ = try await store(bucket).put(key, file, contentType: ContentType.of(key), mode: .overwrite)
    }

    /// A URL for `seconds` (`get_presigned_url`).
    package func presignedURL(
        _ key: ObjectKey,
        in bucket: Bucket,
        _ call: PresignedCall = .get,
        expiresIn seconds: Int = 3600,
        at now: Date
    ) async throws(ObjectStoreError) -> PresignedURL {
        try await store(bucket).presignedURL(for: key, call, expiresIn: seconds, at: now)
    }
}
