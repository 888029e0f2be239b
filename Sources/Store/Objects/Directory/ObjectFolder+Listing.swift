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
