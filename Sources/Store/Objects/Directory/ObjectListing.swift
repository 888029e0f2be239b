/// A walk through a folder in the order of its keys' bytes, which ends when it has found enough objects.
///
/// A listing leaves nothing out silently: what lies in its way and can be no object is an error.
struct ObjectListing {
    private let prefix: String
    private let after: ObjectKey?
    private let wanted: Int
    private let folder: ObjectFolder
    private(set) var found: [ObjectEntry] = []

    private struct Candidate {
        /// From the root; a folder's ends with a slash, as the keys in it have one there.
        let path: String
        let entry: FolderEntry
    }

    /// Looks for the first `wanted` objects of `folder` that begin with `prefix` and come after `after`.
    init(_ folder: ObjectFolder, prefix: String, after: ObjectKey?, wanted: Int) {
        self.folder = folder
        self.prefix = prefix
        self.after = after
        self.wanted = wanted
    }

    /// Adds the objects of `folder`, which is at `path`: empty, or ending with a slash.
    mutating func visit(_ folder: borrowing Folder, path: String) throws(ObjectStoreError) {
        for candidate in try candidates(in: folder, path: path) {
            if found.count == wanted { return }
            switch candidate.entry.kind {
            case .regular: try add(candidate, in: folder)
            case .folder: try visitFolder(candidate, in: folder)
            case .symbolicLink: throw .obstructed(candidate.path, by: .symbolicLink)
            case .special: throw .obstructed(candidate.path, by: .special)
            }
        }
    }

    private mutating func visitFolder(_ candidate: Candidate, in parent: borrowing Folder) throws(ObjectStoreError) {
        let folder = try folder.open(candidate.entry.name, in: parent, path: candidate.path)
        guard let folder else { return }
        try visit(folder, path: candidate.path)
    }

    private mutating func add(_ candidate: Candidate, in parent: borrowing Folder) throws(ObjectStoreError) {
        let key = try ObjectKey(candidate.path)
        guard let status = try folder.status(of: candidate.entry.name, in: parent) else { return }
        found.append(ObjectEntry(key: key, size: status.size, etag: nil, lastModified: status.lastModified))
    }

    /// What in the folder can hold objects of this listing, in order.
    private func candidates(
        in folder: borrowing Folder,
        path: String
    ) throws(ObjectStoreError) -> [Candidate] {
        try self.folder.entries(of: folder)
            .filter { !path.isEmpty || $0.name != ObjectFolder.uploads }
            .map { Candidate(path: path + $0.name + ($0.kind == .folder ? "/" : ""), entry: $0) }
            .filter { $0.entry.kind == .folder ? leads($0.path) : belongs($0.path) }
            .sorted { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
    }

    private func belongs(_ path: String) -> Bool {
        path.utf8.starts(with: prefix.utf8) && isAfter(path)
    }

    /// Whether a folder can hold keys that belong.
    private func leads(_ path: String) -> Bool {
        guard path.utf8.starts(with: prefix.utf8) || prefix.utf8.starts(with: path.utf8) else { return false }
        return isAfter(path) || after?.text.utf8.starts(with: path.utf8) == true
    }

    private func isAfter(_ path: String) -> Bool {
        guard let after else { return true }
        return after.text.utf8.lexicographicallyPrecedes(path.utf8)
    }
}
