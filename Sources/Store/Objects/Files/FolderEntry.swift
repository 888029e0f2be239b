/// A name in a folder.
struct FolderEntry: Sendable {
    let name: String
    let kind: FileKind
}
