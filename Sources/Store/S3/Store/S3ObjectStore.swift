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
            return try await info(of: key)
        } catch {
            if case .refused(let answer) = error, answer.status == 404 { return nil }
            throw failure(error, at: key)
        }
    }

    /// What a HEAD tells. Where it does not tell the size, as of bodies that come in chunks, a GET does.
    func info(of key: ObjectKey) async throws(S3Failure) -> ObjectInfo {
        let head = try await client.send(S3Request(.head, key: key.text))
        if let info = ObjectInfo(key, head) { return info }
        var request = S3Request(.get, key: key.text)
        request.mayAnswerWithError = false
        request.responseLimit = Self.measuredLimit
        request.headers.add("Range", "bytes=0-0")
        do throws(S3Failure) {
            return try S3BodyPart(try await client.send(request), key: key, isWhole: true).info
        } catch {
            if case .refused(let answer) = error, answer.status == 416, let info = ObjectInfo(key, head, size: 0) {
                return info
            }
            throw error
        }
    }

    /// The longest object that is read to learn how long it is.
    private static let measuredLimit = 64 << 20

    package func put(
        _ key: ObjectKey,
        _ bytes: [UInt8],
        contentType: String,
        metadata: [String: String],
        mode: PutMode
    ) async throws(ObjectStoreError) -> PutOutcome {
        try checkCancellation()
        return try await upload(key, bytes, contentType: contentType, metadata: metadata, mode: mode)
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

    package func list(prefix: String, from mark: ObjectListMark?, limit: Int) async throws(ObjectStoreError)
        -> ObjectPage
    {
        try checkCancellation()
        return try await page(prefix: prefix, from: mark, count: ObjectPage.count(for: limit))
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

    /// Lists one object, or for writing puts an empty object and deletes it.
    package func check(_ access: ObjectAccess, under prefix: String) async throws(ObjectStoreError) {
        guard access == .writing else {
            _ = try await list(prefix: prefix, after: nil, limit: 1)
            return
        }
        let probe = try ObjectKey("\(prefix)overlay-server-check")
        _ = try await put(probe, [], contentType: "text/plain", mode: .overwrite)
        do throws(ObjectStoreError) {
            try await delete(probe)
        } catch {
            guard error.isAccessDenial else { throw error }
        }
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
    /// A page of up to `count` objects. Names that are no keys are told apart.
    private func page(prefix: String, from mark: ObjectListMark?, count: Int) async throws(ObjectStoreError)
        -> ObjectPage
    {
        var query = [
            S3QueryItem("list-type", "2"), S3QueryItem("encoding-type", "url"), S3QueryItem("max-keys", String(count)),
        ]
        if !prefix.isEmpty { query.append(S3QueryItem("prefix", prefix)) }
        switch mark {
        case .key(let key)?: query.append(S3QueryItem("start-after", key.text))
        case .token(let token)?: query.append(S3QueryItem("continuation-token", token))
        case nil: break
        }
        var request = S3Request(.get, query: query)
        request.responseLimit = 16 << 20
        do throws(S3Failure) {
            let response = try await client.send(request)
            guard let listing = S3Listing(response.body) else {
                throw .malformedAnswer(detail: "the store's listing is no ListBucketResult")
            }
            return try listing.page(of: prefix, from: mark)
        } catch {
            throw failure(error, at: nil)
        }
    }
}

extension S3Listing {
    /// The objects whose keys begin with `prefix`: some stores take it for a folder and list more. Throws where there are more, and nothing leads on
    /// from `mark`, where this page began: else objects would be missed, or the same ones listed without end.
    fileprivate func page(of prefix: String, from mark: ObjectListMark?) throws(S3Failure) -> ObjectPage {
        var (objects, unusable) = ([ObjectEntry](), [String]())
        for entry in entries where entry.key.utf8.starts(with: prefix.utf8) {
            if let object = ObjectEntry(entry) { objects.append(object) } else { unusable.append(entry.key) }
        }
        guard isTruncated else { return ObjectPage(objects: objects, next: nil, unusableKeys: unusable) }
        guard let next = nextToken.map(ObjectListMark.token) ?? keyToGoOnFrom(mark), next != mark else {
            throw .malformedAnswer(detail: "the store's listing has more, and does not go on")
        }
        return ObjectPage(objects: objects, next: next, unusableKeys: unusable)
    }

    /// The last key, from which stores without tokens go on, where they list in the order of the keys' bytes.
    private func keyToGoOnFrom(_ mark: ObjectListMark?) -> ObjectListMark? {
        let keys = (mark?.key.map { [$0.text] } ?? []) + entries.map(\.key)
        let isInOrder = zip(keys, keys.dropFirst()).allSatisfy { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        guard isInOrder, let last = entries.last(where: { ObjectEntry($0) != nil }) else { return nil }
        return (try? ObjectKey(last.key)).map(ObjectListMark.key)
    }
}

extension ObjectEntry {
    fileprivate init?(_ entry: S3Listing.Entry) {
        guard let key = try? ObjectKey(entry.key) else { return nil }
        self.init(key: key, size: entry.size, etag: entry.etag, lastModified: entry.lastModified)
    }
}
