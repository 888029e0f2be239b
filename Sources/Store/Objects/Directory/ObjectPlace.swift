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
