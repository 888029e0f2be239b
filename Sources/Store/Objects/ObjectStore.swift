package import Foundation

/// A bucket: bytes under keys, with the semantics of S3.
///
/// An object appears whole or not at all, to every reader at once. Every call
/// stops with `.cancelled` where its task is cancelled before the store has begun to work on it.
package protocol ObjectStore: Sendable, CustomStringConvertible {
    /// The object's bytes, or those of `range` (in bytes from its start), which is clipped to the object's size.
    ///
    /// Throws `.notFound`; `.tooLarge` before reading where more than `limit` bytes would come; `.incomplete` or
    /// `.changed` where not all of them arrive.
    func get(_ key: ObjectKey, range: Range<Int>?, limit: Int) async throws(ObjectStoreError) -> StoredObject

    /// What is known of the object without its bytes; `nil` where there is none.
    func head(_ key: ObjectKey) async throws(ObjectStoreError) -> ObjectInfo?

    /// Stores `bytes`; once it returns, every reader sees them.
    ///
    /// A store that cannot keep `contentType` answers later with the one that the key's extension stands for. `metadata` is for people who look at the
    /// object, by names of letters, digits and dashes; not every store keeps it.
    func put(
        _ key: ObjectKey,
        _ bytes: [UInt8],
        contentType: String,
        metadata: [String: String],
        mode: PutMode
    ) async throws(ObjectStoreError) -> PutOutcome

    /// Stores the bytes of `file`, which is read piece by piece.
    func put(
        _ key: ObjectKey,
        _ file: SourceFile,
        contentType: String,
        mode: PutMode
    ) async throws(ObjectStoreError) -> PutOutcome

    /// The objects whose keys begin with `prefix`, from `mark` on, at most `limit` (clamped to `ObjectPage.countLimits`) of them.
    /// Every store takes any prefix; one that no key can have gives an empty page. A page with a `next` can hold fewer than
    /// `limit`, or none; all pages together hold every object that stays meanwhile.
    func list(prefix: String, from mark: ObjectListMark?, limit: Int) async throws(ObjectStoreError) -> ObjectPage

    /// Notes that the object was handed out now, where the store can: `ObjectEntry.lastUsed` tells. Does nothing where there is none.
    func touch(_ key: ObjectKey) async throws(ObjectStoreError)

    /// Removes the object; does nothing where there is none.
    func delete(_ key: ObjectKey) async throws(ObjectStoreError)

    /// A URL with which anybody may make `call` for `seconds` (`PresignedURL.expiryLimits`) from `now`, or for as long as
    /// temporary credentials live. The object need not exist. Throws `.invalidExpiry`, and `.unsupported` where the store has
    /// no such URLs.
    func presignedURL(
        for key: ObjectKey,
        _ call: PresignedCall,
        expiresIn seconds: Int,
        at now: Date
    ) async throws(ObjectStoreError) -> PresignedURL

    /// Throws what stands in the way of `access` to the objects whose keys begin with `prefix`, which is empty or ends in a slash. Leaves nothing
    /// behind, but one empty object where deleting is not permitted.
    func check(_ access: ObjectAccess, under prefix: String) async throws(ObjectStoreError)
}

extension ObjectStore {
    package func touch(_ key: ObjectKey) async throws(ObjectStoreError) {}
}

extension ObjectStore {
    /// As above, without metadata.
    package func put(
        _ key: ObjectKey,
        _ bytes: [UInt8],
        contentType: String,
        mode: PutMode
    ) async throws(ObjectStoreError) -> PutOutcome {
        try await put(key, bytes, contentType: contentType, metadata: [:], mode: mode)
    }

    /// A URL from which anybody may GET the object.
    package func presignedURL(
        for key: ObjectKey,
        expiresIn seconds: Int,
        at now: Date
    ) async throws(ObjectStoreError) -> PresignedURL {
        try await presignedURL(for: key, .get, expiresIn: seconds, at: now)
    }

    /// As above, of all objects.
    package func check(_ access: ObjectAccess) async throws(ObjectStoreError) { try await check(access, under: "") }

    /// All bytes of the object, at most `limit`.
    package func get(_ key: ObjectKey, limit: Int) async throws(ObjectStoreError) -> StoredObject {
        try await get(key, range: nil, limit: limit)
    }
}

/// What a store is needed for.
package enum ObjectAccess: Sendable {
    /// Objects are got and listed.
    case reading
    /// Objects are put.
    case writing
}

/// What a put did.
package enum PutOutcome: Sendable {
    /// The bytes are stored.
    case created
    /// `createOnly` met an object, which is as it was.
    case existed
}

/// What a put does where the key is taken.
package enum PutMode: Sendable {
    /// Leaves the object as it is (`If-None-Match: *`).
    case createOnly
    /// The same, for a caller who has just seen that there is none: a store that is not known to obey conditions is not
    /// asked once more.
    case createUnseen
    /// Replaces the object.
    case overwrite

    package var isCreateOnly: Bool { self != .overwrite }
}

/// What the holder of a presigned URL may do.
package struct PresignedCall: Hashable, Sendable {
    package enum Method: String, CaseIterable, Sendable {
        case get = "GET"
        case head = "HEAD"
        case put = "PUT"
    }

    package var method: Method
    /// What the answer's `Content-Disposition` is to be, such as `attachment; filename="a.png"`; `nil` for the object's own.
    package var contentDisposition: String?
    /// What the answer's `Content-Type` is to be; `nil` for the object's own.
    package var contentType: String?

    /// To read an object as it is.
    package static let get = PresignedCall(.get)

    package init(_ method: Method, contentDisposition: String? = nil, contentType: String? = nil) {
        self.method = method
        self.contentDisposition = contentDisposition
        self.contentType = contentType
    }
}
