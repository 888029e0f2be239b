package import Foundation

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
