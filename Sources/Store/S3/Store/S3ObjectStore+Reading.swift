extension S3ObjectStore {
    /// The bytes of `range`, as far as the object has them. Goes on where a broken body ended.
    @concurrent
    func download(
        _ key: ObjectKey,
        _ range: Range<Int>,
        isWhole: Bool,
        limit: Int
    ) async throws(ObjectStoreError) -> StoredObject {
        var download = S3Download(key: key, range: range, isWhole: isWhole, limit: limit)
        var attempts = S3Attempts(client)
        while true {
            do throws(S3Failure) {
                try download.receive(try await client.attempt(download.request, &attempts))
                return try download.finished()
            } catch {
                if download.isBeyondEnd(error) { return try await emptyPart(of: key, limit: limit) }
                if let excess = download.excess(error) { throw excess }
                let isChanged = download.isOfAnotherVersion(error)
                download.keepPart(of: isChanged ? .changed : error)
                do throws(S3Failure) {
                    try await attempts.recover(from: isChanged ? .changed : error)
                } catch let final {
                    throw download.shortfall(final) ?? failure(final, at: key)
                }
            }
        }
    }

    /// What a range gives that has nothing of the object.
    func emptyPart(of key: ObjectKey, limit: Int) async throws(ObjectStoreError) -> StoredObject {
        guard let info = try await head(key) else { throw .notFound(key) }
        guard limit >= 0 else { throw .tooLarge(key, size: 0, limit: limit) }
        return StoredObject(info: info, bytes: [])
    }
}
