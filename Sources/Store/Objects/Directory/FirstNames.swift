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
