import Foundation

/// The folder behind a `DirectoryObjectStore`; its calls block.
struct ObjectFolder: Sendable {
    /// Where puts write before they give an object its name; no key leads in.
    static let uploads = ".uploads"
    /// How much of a file is copied at a time.
    static let copyBytes = 1 << 20

    /// An absolute path.
    let root: String
    let etags = ETagCache(capacity: 50_000)
    let now: @Sendable () -> Date

    /// Makes the folder at `root` where it is missing.
    init(root: String, now: @escaping @Sendable () -> Date) throws(ObjectStoreError) {
        self.root = URL(filePath: root).path
        self.now = now
        do throws(SystemCallError) {
            try Folder.make(at: self.root)
        } catch {
            throw ObjectStoreError(error, at: self.root)
        }
    }

    /// Throws what stands in the way of `access`.
    func check(_ access: ObjectAccess) throws(ObjectStoreError) {
        switch access {
        case .reading: _ = try openRoot()
        case .writing: _ = try makeTemporary { (file) throws(SystemCallError) in try file.write([0]) }
        }
    }

    func openRoot() throws(ObjectStoreError) -> Folder {
        do throws(SystemCallError) {
            return try Folder(path: root)
        } catch {
            throw ObjectStoreError(error, at: root)
        }
    }

    /// The folder that `segments` lead to; `nil` where there is none.
    func openFolder(_ segments: [String]) throws(ObjectStoreError) -> Folder? {
        var folder = try openRoot()
        for (index, name) in segments.enumerated() {
            let path = segments[...index].joined(separator: "/")
            guard let next = try open(name, in: folder, path: path) else { return nil }
            folder = next
        }
        return folder
    }

    /// The folder of that name in `folder`; `nil` where there is none. `path` leads to it from the root.
    func open(_ name: String, in folder: borrowing Folder, path: String) throws(ObjectStoreError) -> Folder? {
        do throws(SystemCallError) {
            return try folder.folder(name)
        } catch {
            if error.meansAbsent { return nil }
            guard error.meansNoFolder else { throw ObjectStoreError(error, at: root) }
        }
        guard try status(of: name, in: folder)?.kind == .symbolicLink else { return nil }
        throw .obstructed(path, by: .symbolicLink)
    }

    /// What has that name in `folder`; `nil` where nothing has.
    func status(of name: String, in folder: borrowing Folder) throws(ObjectStoreError) -> FileStatus? {
        do throws(SystemCallError) {
            return try folder.status(of: name)
        } catch {
            throw ObjectStoreError(error, at: root)
        }
    }
}

extension ObjectFolder {
    /// The first `count` objects whose keys begin with `prefix` and come after `after`.
    func page(prefix: String, after: ObjectKey?, count: Int) throws(ObjectStoreError) -> ObjectPage {
        // One more than asked for tells whether another page follows.
        var listing = ObjectListing(of: self, after: after, wanted: count + 1)
        let slash = prefix.utf8.lastIndex(of: UInt8(ascii: "/"))
        let start = slash.map { prefix.utf8.index(after: $0) } ?? prefix.startIndex
        let path = String(decoding: prefix.utf8[..<start], as: UTF8.self)
        if let folder = try openPrefix(path) {
            try listing.visit(folder, path: path, prefix: String(decoding: prefix.utf8[start...], as: UTF8.self))
        }
        return ObjectPage(listing.found, count: count, end: listing.vanished)
    }

    func entries(of folder: borrowing Folder) throws(ObjectStoreError) -> [FolderEntry] {
        do throws(SystemCallError) {
            return try folder.entries()
        } catch {
            throw ObjectStoreError(error, at: root)
        }
    }

    /// The folder that all keys beginning with `path` lie in; `nil` where there are none. `path` is empty or ends with a
    /// slash.
    private func openPrefix(_ path: String) throws(ObjectStoreError) -> Folder? {
        if path.isEmpty { return try openRoot() }
        guard let place = try? ObjectPlace(ObjectKey(String(decoding: path.utf8.dropLast(), as: UTF8.self))),
            !place.isReserved
        else { return nil }
        return try openFolder(place.folders + [place.name])
    }
}

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

extension ObjectFolder {
    /// A put that began so long ago has been interrupted.
    static let staleSeconds: TimeInterval = 24 * 60 * 60

    /// Removes the temporary files of interrupted puts.
    func sweep() {
        // A failure costs disk space only, and the next start tries again.
        try? removeStaleUploads()
    }

    private func removeStaleUploads() throws {
        guard let uploads = try openFolder([Self.uploads]) else { return }
        for entry in try uploads.entries() where entry.kind == .regular {
            guard let status = try uploads.status(of: entry.name) else { continue }
            guard now().timeIntervalSince(status.lastTouched) > Self.staleSeconds else { continue }
            try uploads.remove(entry.name)
        }
    }
}

/// Where an object lies below its store's folder.
struct ObjectPlace {
    /// From the outermost to the one that holds the file.
    let folders: [String]
    let name: String

    init(_ key: ObjectKey) {
        var segments = key.segments
        name = segments.removeLast()
        folders = segments
    }

    /// Whether the place belongs to the store itself.
    var isReserved: Bool { (folders.first ?? name) == ObjectFolder.uploads }
}
