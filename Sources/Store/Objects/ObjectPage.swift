package import Foundation

/// A part of a listing, in the store's own order.
package struct ObjectPage: Hashable, Sendable {
    /// How many objects one page can hold, as in S3.
    package static let countLimits = 1...1000

    package let objects: [ObjectEntry]
    /// Where the following page begins; `nil` on the last one.
    package let next: ObjectListMark?
    /// Names between these objects that are no `ObjectKey`, such as the `folder/` that some tools make; they are left out.
    package let unusableKeys: [String]

    package var isTruncated: Bool { next != nil }

    package init(objects: [ObjectEntry], next: ObjectListMark?, unusableKeys: [String] = []) {
        self.objects = objects
        self.next = next
        self.unusableKeys = unusableKeys
    }

    /// The first `count` of `found`, which is in order and holds more than that where another page follows. `end` is where
    /// the search ended before it had seen everything.
    package init(_ found: [ObjectEntry], count: Int, end: ObjectKey? = nil) {
        objects = Array(found.prefix(count))
        next = (found.count > count ? objects.last?.key : end).map(ObjectListMark.key)
        unusableKeys = []
    }

    /// `limit`, brought into `countLimits`.
    package static func count(for limit: Int) -> Int {
        min(max(limit, countLimits.lowerBound), countLimits.upperBound)
    }
}

/// Where a page of a listing begins.
package enum ObjectListMark: Hashable, Sendable {
    /// Behind this key, in the order of the keys' UTF-8 bytes.
    case key(ObjectKey)
    /// Where the store says that its page ended, in its own words.
    case token(String)

    /// `nil` for another store's words.
    package var key: ObjectKey? { if case .key(let key) = self { key } else { nil } }
}

/// One object in a listing.
package struct ObjectEntry: Hashable, Sendable {
    package let key: ObjectKey
    /// In bytes; `nil` where the store does not say.
    package let size: Int?
    /// As in `ObjectInfo`; `nil` from a store that would have to read the object for it.
    package let etag: String?
    package let lastModified: Date?
    /// When it was written or touched last; `nil` where the store does not say.
    package let lastUsed: Date?
    /// Another whenever the object has been written anew, and means nothing else; `nil` where that cannot be told, as of a file
    /// that was written a moment ago.
    package let revision: String?

    package init(
        key: ObjectKey,
        size: Int?,
        etag: String?,
        lastModified: Date?,
        lastUsed: Date? = nil,
        revision: String? = nil
    ) {
        self.lastUsed = lastUsed ?? lastModified
        self.key = key
        self.revision = revision ?? etag
        self.size = size
        self.etag = etag
        self.lastModified = lastModified
    }
}

extension ObjectStore {
    /// Gives `receive` page after page of the objects whose keys begin with `prefix`.
    ///
    /// Throws where the store leads back to where it was, or on and on past nothing.
    package func list(prefix: String, _ receive: (ObjectPage) throws -> Void) async throws {
        var (mark, seen, emptyCount) = (ObjectListMark?.none, Set<ObjectListMark>(), 0)
        repeat {
            let page = try await list(prefix: prefix, from: mark, limit: ObjectPage.countLimits.upperBound)
            try receive(page)
            mark = page.next
            emptyCount = page.objects.isEmpty && page.unusableKeys.isEmpty ? emptyCount + 1 : 0
            guard mark.map({ seen.insert($0).inserted }) ?? true, emptyCount < Self.emptyPageLimit else {
                throw ObjectStoreError.unavailable(detail: "the store's listing has no end")
            }
        } while mark != nil
    }

    /// How many pages without an object a listing may have in a row.
    private static var emptyPageLimit: Int { 1000 }

    /// The objects behind the key `after`, in the order of the keys' UTF-8 bytes, or the first ones; see `list(prefix:from:limit:)`.
    package func list(prefix: String, after: ObjectKey?, limit: Int) async throws(ObjectStoreError) -> ObjectPage {
        try await list(prefix: prefix, from: after.map(ObjectListMark.key), limit: limit)
    }

    /// Every object whose key begins with `prefix`.
    package func allObjects(prefix: String) async throws -> [ObjectEntry] {
        var entries: [ObjectEntry] = []
        try await list(prefix: prefix) { entries += $0.objects }
        return entries
    }
}
