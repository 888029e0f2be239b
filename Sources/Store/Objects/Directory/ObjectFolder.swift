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
