@testable import Store

/// Shorter calls, for tests.
extension ObjectStore {
    @discardableResult
    func put(_ key: String, _ text: String, mode: PutMode = .overwrite) async throws -> PutOutcome {
        let key = try ObjectKey(key)
        return try await put(key, [UInt8](text.utf8), contentType: ContentType.of(key), mode: mode)
    }

    func text(_ key: String, range: Range<Int>? = nil, limit: Int = 1 << 20) async throws -> String {
        let object = try await get(ObjectKey(key), range: range, limit: limit)
        return String(decoding: object.bytes, as: UTF8.self)
    }

    /// The keys of one page.
    func keys(_ prefix: String = "", after: String? = nil, limit: Int = 1000) async throws -> [String] {
        let after = if let after { try ObjectKey(after) } else { nil as ObjectKey? }
        return try await list(prefix: prefix, after: after, limit: limit).objects.map(\.key.text)
    }

    /// The keys of all pages; each page has as many objects as it may.
    func pagedKeys(_ prefix: String, limit: Int) async throws -> (keys: [ObjectKey], pageSizes: [Int]) {
        var keys: [ObjectKey] = []
        var sizes: [Int] = []
        var mark: ObjectListMark?
        repeat {
            let page = try await list(prefix: prefix, from: mark, limit: limit)
            keys += page.objects.map(\.key)
            sizes.append(page.objects.count)
            mark = page.next
        } while mark != nil
        return (keys, sizes)
    }
}
