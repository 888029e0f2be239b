package import Foundation

/// What a store knows of one object.
package struct ObjectInfo: Hashable, Sendable {
    package let key: ObjectKey
    /// Of the whole object, in bytes.
    package let size: Int
    /// Names this content: for an object stored by one plain PUT, its MD5 in lower-case hexadecimal digits. No quotes. Empty where
    /// the store names none.
    package let etag: String
    package let contentType: String
    /// How the stored bytes are packed, such as `gzip`; `nil` where they are as they are.
    package let contentEncoding: String?
    /// `nil` where the store does not say.
    package let lastModified: Date?

    package init(
        key: ObjectKey,
        size: Int,
        etag: String,
        contentType: String,
        contentEncoding: String? = nil,
        lastModified: Date?
    ) {
        self.key = key
        self.size = size
        self.etag = etag
        self.contentType = contentType
        self.contentEncoding = contentEncoding
        self.lastModified = lastModified
    }

    /// The bytes to read for `range`, clipped to the object. Throws `.tooLarge` where they are more than `limit`.
    package static func clip(
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

/// The ETags of stores that make their own: what S3 gives an object stored by one plain PUT.
extension MD5Digest {
    package static func etag(of bytes: [UInt8]) throws(ObjectStoreError) -> String {
        try of(object: bytes).hex
    }

    /// The digest of an object's bytes, as it is compared with the ETag that a store answers.
    static func of(object bytes: [UInt8]) throws(ObjectStoreError) -> MD5Digest {
        var hasher = try etagHasher()
        hasher.update(bytes.span)
        return hasher.finalize()
    }

    /// Takes an object's bytes piece by piece; the digest's hexadecimal digits are its ETag.
    static func etagHasher() throws(ObjectStoreError) -> MD5Hasher {
        do throws(DigestError) {
            return try MD5Hasher()
        } catch {
            throw ObjectStoreError(error)
        }
    }
}

extension ObjectStoreError {
    init(_ error: DigestError) {
        switch error {
        case .md5Refused: self = .unavailable(detail: "libcrypto refuses MD5 (FIPS mode), which ETags are made of")
        case .noRandomness: self = .unavailable(detail: "the system has no randomness to give")
        }
    }
}
