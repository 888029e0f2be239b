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
