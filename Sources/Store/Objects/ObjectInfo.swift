package import Foundation

/// What a store knows of one object.
package struct ObjectInfo: Hashable, Sendable {
    package let key: ObjectKey
    /// Of the whole object, in bytes.
    package let size: Int
    /// Names this content: for an object stored by one plain PUT, its MD5 in lower-case hexadecimal digits. No quotes.
    package let etag: String
    package let contentType: String
    package let lastModified: Date

    package init(key: ObjectKey, size: Int, etag: String, contentType: String, lastModified: Date) {
        self.key = key
        self.size = size
        self.etag = etag
        self.contentType = contentType
        self.lastModified = lastModified
    }

    /// The bytes to read for `range`, clipped to the object. Throws `.tooLarge` where they are more than `limit`.
    static func clip(
        _ range: Range<Int>?,
        of key: ObjectKey,
        size: Int,
        limit: Int
    ) throws(ObjectStoreError) -> Range<Int> {
        let clipped = range?.clamped(to: 0..<size) ?? 0..<size
        guard clipped.count <= limit else { throw .tooLarge(key, size: clipped.count, limit: limit) }
        return clipped
    }
}

/// An object as it was read: all bytes that were asked for, and what the store knows of the whole.
package struct StoredObject: Sendable {
    package let info: ObjectInfo
    package let bytes: [UInt8]

    package init(info: ObjectInfo, bytes: [UInt8]) {
        self.info = info
        self.bytes = bytes
    }
}
