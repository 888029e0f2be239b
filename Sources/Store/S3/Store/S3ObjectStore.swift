package import Foundation

/// A bucket of an S3-compatible service.
package final class S3ObjectStore: ObjectStore {
    let client: S3Client

    /// Connects to nothing yet. `clock` is what requests are signed with, until the store says that it is wrong; `notice` is
    /// told what an operator should know of the store.
    package init(
        _ settings: S3Settings,
        credentials: CredentialsProvider,
        engine: TransferEngine,
        clock: @escaping @Sendable () -> Date = { Date() },
        notice: @escaping @Sendable (String) -> Void = { _ in }
    ) {
        client = S3Client(settings, credentials: credentials, engine: engine, clock: clock, notice: notice)
    }

    package var description: String {
        let settings = client.settings
        return "bucket \(settings.bucket) at \(settings.endpoint(in: region).description)"
    }

    /// The store's clock less this machine's, in seconds, where a refusal taught that they differ; else 0.
    package var clockOffset: Double { client.bearings.clockOffset }

    /// The bucket's region, as far as it is known.
    package var region: String { client.bearings.region }

    package func get(
        _ key: ObjectKey,
        range: Range<Int>?,
        limit: Int
    ) async throws(ObjectStoreError) -> StoredObject {
        try checkCancellation()
        guard let range else { return try await download(key, 0..<Int.max, isWhole: true, limit: limit) }
        let wanted = range.clamped(to: 0..<Int.max)
        return try await wanted.isEmpty
            ? emptyPart(of: key, limit: limit) : download(key, wanted, isWhole: false, limit: limit)
    }

    package func head(_ key: ObjectKey) async throws(ObjectStoreError) -> ObjectInfo? {
        try checkCancellation()
        do throws(S3Failure) {
            return ObjectInfo(key, try await client.send(S3Request(.head, key: key.text)))
        } catch {
            if case .refused(let answer) = error, answer.status == 404 { return nil }
            throw failure(error, at: key)
        }
    }

    package func put(
        _ key: ObjectKey,
        _ bytes: [UInt8],
        contentType: String,
        mode: PutMode
    ) async throws(ObjectStoreError) -> PutOutcome {
        try checkCancellation()
        return try await upload(key, bytes, contentType: contentType, mode: mode)
    }

    package func put(
        _ key: ObjectKey,
        _ file: SourceFile,
        contentType: String,
        mode: PutMode
    ) async throws(ObjectStoreError) -> PutOutcome {
        try checkCancellation()
        guard file.size > client.settings.partBytes else {
            return try await upload(key, file.bytes(in: 0..<file.size), contentType: contentType, mode: mode)
        }
        return try await uploadInParts(key, file, contentType: contentType, mode: mode)
    }

    package func list(prefix: String, after: ObjectKey?, limit: Int) async throws(ObjectStoreError) -> ObjectPage {
        try checkCancellation()
        return try await page(prefix: prefix, after: after, count: ObjectPage.count(for: limit))
    }

    package func delete(_ key: ObjectKey) async throws(ObjectStoreError) {
        try checkCancellation()
        do throws(S3Failure) {
            _ = try await client.send(S3Request(.delete, key: key.text))
        } catch {
            if case .refused(let answer) = error, answer.code == "NoSuchKey" { return }
            throw failure(error, at: key)
        }
    }

    package func presignedURL(
        for key: ObjectKey,
        _ call: PresignedCall,
        expiresIn seconds: Int,
        at now: Date
    ) async throws(ObjectStoreError) -> PresignedURL {
        guard PresignedURL.expiryLimits.contains(seconds) else { throw .invalidExpiry(seconds: seconds) }
        let overrides = [
            ("response-content-disposition", call.contentDisposition), ("response-content-type", call.contentType),
        ]
        let query = overrides.compactMap { name, value in value.map { S3QueryItem(name, $0) } }
        do throws(S3Failure) {
            return try await client.presigned(
                HTTPMethod(call.method),
                key: key.text,
                query: query,
                expiresIn: seconds,
                at: now
            )
        } catch {
            throw failure(error, at: key)
        }
    }

    /// Lists one object; for writing also puts an empty object of its own and deletes it.
    package func check(_ access: ObjectAccess) async throws(ObjectStoreError) {
        _ = try await list(prefix: "", after: nil, limit: 1)
        guard access == .writing else { return }
        let probe = try ObjectKey("overlay-server-check/\(UUID().uuidString)")
        _ = try await put(probe, [], contentType: "text/plain", mode: .createOnly)
        try await delete(probe)
    }

    func failure(_ failure: S3Failure, at key: ObjectKey?) -> ObjectStoreError {
        ObjectStoreError(failure, key: key, bucket: client.settings.bucket, now: client.now)
    }

    private func checkCancellation() throws(ObjectStoreError) {
        if Task.isCancelled { throw .cancelled }
    }
}

extension HTTPMethod {
    fileprivate init(_ method: PresignedCall.Method) {
        switch method {
        case .get: self = .get
        case .head: self = .head
        case .put: self = .put
        }
    }
}
