/// A walk through a folder in the order of its keys' bytes, which ends when it has found enough objects.
///
/// A listing leaves nothing out silently: what lies in its way and can be no object is an error.
struct ObjectListing {
    private let folder: ObjectFolder
    private let after: ObjectKey?
    private let wanted: Int
    private(set) var found: [ObjectEntry] = []
    /// An object that was deleted under this walk, which ends there: names after it may have been left out on its account.
    private(set) var vanished: ObjectKey?

    /// Looks for the first `wanted` objects of `folder` that come after `after`.
    init(of folder: ObjectFolder, after: ObjectKey?, wanted: Int) {
        self.folder = folder
        self.after = after
        self.wanted = wanted
    }

    /// Adds the objects of `folder` whose names there begin with `prefix`; `path` leads to it: empty, or ending with a slash.
    mutating func visit(_ folder: borrowing Folder, path: String, prefix: String) throws(ObjectStoreError) {
        try take(names(in: folder, path: path, prefix: prefix), in: folder, path: path)
    }

    /// Adds the objects of `names`, which are in order.
    mutating func take(
        _ names: [ListedName],
        in folder: borrowing Folder,
        path: String
    ) throws(ObjectStoreError) {
        for name in names {
            if found.count == wanted || vanished != nil { return }
            let path = path + name.text
            switch name.entry.kind {
            case .regular: try add(name.entry, at: path, in: folder)
            case .folder: try visitFolder(name.entry, at: path, in: folder)
            case .symbolicLink: throw .obstructed(path, by: .symbolicLink)
            case .special: throw .obstructed(path, by: .special)
            }
        }
    }

    private mutating func visitFolder(
        _ entry: FolderEntry,
        at path: String,
        in parent: borrowing Folder
    ) throws(ObjectStoreError) {
        guard let folder = try folder.open(entry.name, in: parent, path: path) else { return }
        try visit(folder, path: path, prefix: "")
    }

    private mutating func add(
        _ entry: FolderEntry,
        at path: String,
        in parent: borrowing Folder
    ) throws(ObjectStoreError) {
        let key = try ObjectKey(path)
        guard let status = try folder.status(of: entry.name, in: parent), status.kind == .regular else {
            vanished = key
            return
        }
        found.append(
            ObjectEntry(
                key: key,
                size: status.size,
                etag: nil,
                lastModified: status.lastModified,
                lastUsed: status.lastUsed,
                revision: ETagCache.hasSettled(status, now: folder.now()) ? status.revision : nil
            )
        )
    }

    /// The names in the folder that this listing needs, in order.
    private func names(
        in folder: borrowing Folder,
        path: String,
        prefix: String
    ) throws(ObjectStoreError) -> [ListedName] {
        guard let start = start(in: path) else { return [] }
        var first = FirstNames(files: wanted - found.count)
        for entry in try self.folder.entries(of: folder) {
            let name = ListedName(entry)
            guard name.text.utf8.starts(with: prefix.utf8), name.canFollow(start) else { continue }
            if path.isEmpty, entry.name == ObjectFolder.uploads { continue }
            first.add(name)
        }
        return first.ordered()
    }

    /// What names in the folder at `path` have to come after; empty for all of them, and `nil` for none.
    private func start(in path: String) -> String? {
        guard let after = after?.text.utf8 else { return "" }
        if after.starts(with: path.utf8) {
            return String(decoding: after.dropFirst(path.utf8.count), as: UTF8.self)
        }
        return after.lexicographicallyPrecedes(path.utf8) ? "" : nil
    }
}

/// Collects the names of a folder up to its `files`-th file, so that a page of a large folder does not sort all of it.
struct FirstNames {
    private let files: Int
    private var kept: [ListedName] = []
    /// No name after this one is needed.
    private var last: ListedName?
    private var trimCount: Int

    /// `files` is at least 1.
    init(files: Int) {
        self.files = files
        trimCount = 4 * files
    }

    mutating func add(_ name: ListedName) {
        if let last, last < name { return }
        kept.append(name)
        if kept.count >= trimCount { trim() }
    }

    /// The names in order; the last is the `files`-th file, where there are as many.
    consuming func ordered() -> [ListedName] {
        trim()
        return kept
    }

    private mutating func trim() {
        kept.sort(by: <)
        var count = 0
        let end = kept.firstIndex { name in
            if name.entry.kind != .folder { count += 1 }
            return count == files
        }
        if let end {
            kept.removeSubrange((end + 1)...)
            last = kept[end]
        }
        // Folders do not count, and may be many: sort again only after as many new names.
        trimCount = max(4 * files, 2 * kept.count)
    }
}

/// A name in a folder as listings order it.
struct ListedName {
    /// A folder's name ends with a slash, as the keys in it have one there.
    let text: String
    let entry: FolderEntry

    init(_ entry: FolderEntry) {
        text = entry.kind == .folder ? entry.name + "/" : entry.name
        self.entry = entry
    }

    static func < (first: ListedName, second: ListedName) -> Bool {
        first.text.utf8.lexicographicallyPrecedes(second.text.utf8)
    }

    /// Whether this name, or one below a folder of this name, can come after `start`.
    func canFollow(_ start: String) -> Bool {
        start.utf8.lexicographicallyPrecedes(text.utf8) || (entry.kind == .folder && start.utf8.starts(with: text.utf8))
    }
}
