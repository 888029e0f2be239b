import Foundation

/// An open folder, closed when it goes out of scope.
///
/// Names are single segments of a path. No call follows a symbolic link that a name stands for.
struct Folder: ~Copyable {
    private static let flags = O_RDONLY | O_DIRECTORY | O_CLOEXEC

    private let descriptor: Int32

    /// Opens the folder at `path`; symbolic links in it are followed.
    init(path: String) throws(SystemCallError) {
        // Safety (of every call below as well): the system reads names during the call only.
        descriptor = try SystemCallError.check("open", path) { unsafe open(path, Self.flags) }
    }

    private init(descriptor: Int32) {
        self.descriptor = descriptor
    }

    deinit {
        close(descriptor)
    }

    /// Opens the folder of that name.
    func folder(_ name: String) throws(SystemCallError) -> Folder {
        Folder(descriptor: try openName(name, Self.flags))
    }

    /// Opens the file of that name for reading, whatever it is; does not wait for the other end of a pipe.
    func file(_ name: String) throws(SystemCallError) -> OpenFile {
        OpenFile(descriptor: try openName(name, O_RDONLY | O_CLOEXEC | O_NONBLOCK))
    }

    /// Makes a file and opens it for writing; an error where the name is taken.
    func makeFile(_ name: String, permissions: mode_t) throws(SystemCallError) -> OpenFile {
        OpenFile(descriptor: try openName(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, permissions))
    }

    /// Makes a folder; does nothing where the name is taken.
    func makeFolder(_ name: String) throws(SystemCallError) {
        do throws(SystemCallError) {
            try SystemCallError.check("mkdir", name) { unsafe mkdirat(descriptor, name, 0o777) }
        } catch {
            if error.code != EEXIST { throw error }
        }
    }

    /// `nil` where there is nothing of that name.
    func status(of name: String) throws(SystemCallError) -> FileStatus? {
        var status = stat()
        do throws(SystemCallError) {
            try SystemCallError.check("stat", name) {
                unsafe fstatat(descriptor, name, &status, AT_SYMLINK_NOFOLLOW)
            }
        } catch {
            if error.meansAbsent { return nil }
            throw error
        }
        return FileStatus(status)
    }

    /// Gives the file a second name, `target` in `other`; an error where that is taken.
    func link(_ name: String, to target: String, in other: borrowing Folder) throws(SystemCallError) {
        let destination = other.descriptor
        try SystemCallError.check("link", target) { unsafe linkat(descriptor, name, destination, target, 0) }
    }

    /// Gives the file the name `target` in `other` instead of its own; a file that has it is gone.
    func move(_ name: String, to target: String, in other: borrowing Folder) throws(SystemCallError) {
        let destination = other.descriptor
        try SystemCallError.check("rename", target) { unsafe renameat(descriptor, name, destination, target) }
    }

    /// Removes the name of a file.
    func remove(_ name: String) throws(SystemCallError) {
        try SystemCallError.check("unlink", name) { unsafe unlinkat(descriptor, name, 0) }
    }

    /// A descriptor of this folder that reads its entries from the first, for the caller to close.
    func duplicate() throws(SystemCallError) -> Int32 {
        try openName(".", Self.flags)
    }

    private func openName(_ name: String, _ flags: Int32, _ permissions: mode_t = 0) throws(SystemCallError) -> Int32 {
        try SystemCallError.check("open", name) { unsafe openat(descriptor, name, flags | O_NOFOLLOW, permissions) }
    }
}
