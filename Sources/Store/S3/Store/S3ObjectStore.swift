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

extension S3ObjectStore {
    /// Up to `count` objects after `after`. Names that are no keys are told apart; a page of nothing else is passed over.
    func page(prefix: String, after: ObjectKey?, count: Int) async throws(ObjectStoreError) -> ObjectPage {
        var start = after?.text
        var unusable: [String] = []
        while true {
            let listing = try await listing(prefix: prefix, after: start, count: count)
            var objects: [ObjectEntry] = []
            // Some stores take a prefix for a folder and list more than begins with it.
            for entry in listing.entries where entry.key.utf8.starts(with: prefix.utf8) {
                if let object = ObjectEntry(entry) { objects.append(object) } else { unusable.append(entry.key) }
            }
            guard listing.isTruncated, let last = listing.entries.last?.key else {
                return ObjectPage(objects: objects, next: nil, unusableKeys: unusable)
            }
            // Unusable ones after the last usable one are told of by the next page.
            if let end = objects.last?.key {
                let passed = unusable.filter { $0.utf8.lexicographicallyPrecedes(end.text.utf8) }
                return ObjectPage(objects: objects, next: end, unusableKeys: passed)
            }
            start = last
        }
    }

    private func listing(prefix: String, after: String?, count: Int) async throws(ObjectStoreError) -> S3Listing {
        var query = [
            S3QueryItem("list-type", "2"), S3QueryItem("encoding-type", "url"), S3QueryItem("max-keys", String(count)),
        ]
        if !prefix.isEmpty { query.append(S3QueryItem("prefix", prefix)) }
        if let after { query.append(S3QueryItem("start-after", after)) }
        var request = S3Request(.get, query: query)
        request.responseLimit = 16 << 20
        do throws(S3Failure) {
            let response = try await client.send(request)
            guard let listing = S3Listing(response.body) else {
                throw .malformedAnswer(detail: "the store's listing is no ListBucketResult")
            }
            // Else objects would be missed, or the same ones listed without end.
            guard !listing.isTruncated || listing.goesOn(after: after) else {
                throw .malformedAnswer(detail: "the store's listing has more, and does not go on")
            }
            return listing
        } catch {
            throw failure(error, at: nil)
        }
    }
}

extension S3Listing {
    /// Whether the next page can begin behind this one.
    fileprivate func goesOn(after start: String?) -> Bool {
        guard let last = entries.last?.key else { return false }
        return (start ?? "").utf8.lexicographicallyPrecedes(last.utf8)
    }
}

extension ObjectEntry {
    fileprivate init?(_ entry: S3Listing.Entry) {
        guard let key = try? ObjectKey(entry.key) else { return nil }
        self.init(key: key, size: entry.size, etag: entry.etag, lastModified: entry.lastModified)
    }
}
