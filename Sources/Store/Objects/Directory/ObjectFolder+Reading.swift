import Foundation

extension ObjectFolder {
    func read(_ key: ObjectKey, range: Range<Int>?, limit: Int) throws(ObjectStoreError) -> StoredObject {
        guard let object = try openObject(key) else { throw .notFound(key) }
        let wanted = try ObjectInfo.clip(range, of: key, size: object.status.size, limit: limit)
        let bytes = try object.read(wanted)
        let isWhole = wanted.count == object.status.size
        return StoredObject(info: try info(of: object, holding: isWhole ? bytes : nil), bytes: bytes)
    }

    /// `nil` where there is no such object.
    func info(of key: ObjectKey) throws(ObjectStoreError) -> ObjectInfo? {
        guard let object = try openObject(key) else { return nil }
        return try info(of: object, holding: nil)
    }

    /// `bytes` are the whole object, where they are at hand.
    private func info(of object: borrowing OpenObject, holding bytes: [UInt8]?) throws(ObjectStoreError) -> ObjectInfo {
        ObjectInfo(
            key: object.key,
            size: object.status.size,
            etag: try etag(of: object, holding: bytes),
            contentType: ContentType.of(object.key),
            lastModified: object.status.lastModified
        )
    }

    private func etag(of object: borrowing OpenObject, holding bytes: [UInt8]?) throws(ObjectStoreError) -> String {
        if let known = etags.etag(of: object.key, object.status) { return known }
        let now = now()
        let etag = if let bytes { try MD5Digest.etag(of: bytes) } else { try object.etag() }
        etags.keep(etag, of: object.key, object.status, now: now)
        return etag
    }

    /// `nil` where there is no such object.
    private func openObject(_ key: ObjectKey) throws(ObjectStoreError) -> OpenObject? {
        let place = ObjectPlace(key)
        guard !place.isReserved, let parent = try openFolder(place.folders) else { return nil }
        let file: OpenFile
        do throws(SystemCallError) {
            file = try parent.file(place.name)
        } catch {
            if error.meansAbsent { return nil }
            if error.meansNoFile { throw .obstructed(key.text, by: error.code == ELOOP ? .symbolicLink : .special) }
            throw ObjectStoreError(error, at: root)
        }
        return try OpenObject(key, file: file, root: root)
    }
}
