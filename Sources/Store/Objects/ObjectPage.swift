package import Foundation

/// A part of a listing, in the order of the keys' UTF-8 bytes.
package struct ObjectPage: Hashable, Sendable {
    /// How many objects one page can hold, as in S3.
    package static let countLimits = 1...1000

    package let objects: [ObjectEntry]
    /// The `after` of the following page; `nil` on the last one.
    package let next: ObjectKey?
    /// Names between these objects that are no `ObjectKey`, such as the `folder/` that some tools make; they are left out.
    package let unusableKeys: [String]

    package var isTruncated: Bool { next != nil }

    package init(objects: [ObjectEntry], next: ObjectKey?, unusableKeys: [String] = []) {
        self.objects = objects
        self.next = next
        self.unusableKeys = unusableKeys
    }

    /// The first `count` of `found`, which is in order and holds more than that where another page follows. `end` is where
    /// the search ended before it had seen everything.
    package init(_ found: [ObjectEntry], count: Int, end: ObjectKey? = nil) {
        objects = Array(found.prefix(count))
        next = found.count > count ? objects.last?.key : end
        unusableKeys = []
    }

    /// `limit`, brought into `countLimits`.
    package static func count(for limit: Int) -> Int {
        min(max(limit, countLimits.lowerBound), countLimits.upperBound)
    }
}

/// One object in a listing.
package struct ObjectEntry: Hashable, Sendable {
    package let key: ObjectKey
    /// In bytes.
    package let size: Int
    /// As in `ObjectInfo`; `nil` from a store that would have to read the object for it.
    package let etag: String?
    package let lastModified: Date

    package init(key: ObjectKey, size: Int, etag: String?, lastModified: Date) {
        self.key = key
        self.size = size
        self.etag = etag
        self.lastModified = lastModified
    }
}

extension ObjectStore {
    /// Gives `receive` page after page of the objects whose keys begin with `prefix`.
    package func list(prefix: String, _ receive: (ObjectPage) throws -> Void) async throws {
        var after: ObjectKey?
        repeat {
            let page = try await list(prefix: prefix, after: after, limit: ObjectPage.countLimits.upperBound)
            try receive(page)
            after = page.next
        } while after != nil
    }

    /// Every object whose key begins with `prefix`.
    package func allObjects(prefix: String) async throws -> [ObjectEntry] {
        var entries: [ObjectEntry] = []
        try await list(prefix: prefix) { entries += $0.objects }
        return entries
    }
}
