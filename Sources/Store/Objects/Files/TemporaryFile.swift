import Foundation

/// A complete file under a name that nobody else uses, removed when it goes out of scope.
///
/// Others get to see it by a `link` or a `move`, which are atomic.
struct TemporaryFile: ~Copyable {
    private let folder: Folder
    private let name: String

    /// Holds what `fill` writes, safe from power failures; leaves nothing behind where it throws.
    init(
        in folder: consuming Folder,
        permissions: mode_t,
        _ fill: (borrowing OpenFile) throws(SystemCallError) -> Void
    ) throws(SystemCallError) {
        let name = ".\(UUID().uuidString)"
        let file = try folder.makeFile(name, permissions: permissions)
        do throws(SystemCallError) {
            try fill(file)
            try file.synchronize()
            try file.finish()
        } catch {
            try? folder.remove(name)
            throw error
        }
        self.folder = folder
        self.name = name
    }

    deinit {
        // After a `move` there is nothing left to remove; otherwise a sweep removes what this could not.
        try? folder.remove(name)
    }

    func link(to target: String, in other: borrowing Folder) throws(SystemCallError) {
        try folder.link(name, to: target, in: other)
    }

    func move(to target: String, in other: borrowing Folder) throws(SystemCallError) {
        try folder.move(name, to: target, in: other)
    }
}
