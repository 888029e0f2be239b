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
