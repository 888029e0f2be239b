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

    /// Sets the time of a file's last use to now, and no other.
    func touch(_ name: String) throws(SystemCallError) {
        // Safety: the times are read during the call only. UTIME_NOW and UTIME_OMIT are the same numbers on Linux and elsewhere but for their signs.
        let times = [timespec(tv_sec: 0, tv_nsec: Self.now), timespec(tv_sec: 0, tv_nsec: Self.omit)]
        try SystemCallError.check("utimensat", name) { unsafe utimensat(descriptor, name, times, AT_SYMLINK_NOFOLLOW) }
    }

    #if os(Linux)
    private static let (now, omit) = ((1 << 30) - 1, (1 << 30) - 2)
    #else
    private static let (now, omit) = (-1, -2)
    #endif

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

extension Folder {
    /// Everything in the folder but itself and its parent, in no order. Throws `EILSEQ` for a name that is not UTF-8.
    func entries() throws(SystemCallError) -> [FolderEntry] {
        let descriptor = try duplicate()
        // Safety: the stream is open until the `defer`, and owns the descriptor.
        guard let stream = unsafe fdopendir(descriptor) else {
            let code = errno
            close(descriptor)
            throw SystemCallError(call: "fdopendir", name: "", code: code)
        }
        defer { unsafe closedir(stream) }
        var entries: [FolderEntry] = []
        errno = 0
        while let entry = unsafe readdir(stream) {
            let name = try unsafe Self.name(of: entry)
            if name != ".", name != ".." {
                // Without a type from the folder, the file is asked; it may be gone by now.
                let told = unsafe FileKind(entryType: entry.pointee.d_type)
                let kind = if let told { told } else { try status(of: name)?.kind }
                if let kind { entries.append(FolderEntry(name: name, kind: kind)) }
            }
            errno = 0
        }
        guard errno == 0 else { throw SystemCallError(call: "readdir", name: "", code: errno) }
        return entries
    }

    private static func name(of entry: UnsafeMutablePointer<dirent>) throws(SystemCallError) -> String {
        // Safety: the name is read where it lies, up to its NUL; the record may be shorter than the structure, which must
        // therefore not be copied.
        let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { field in
            unsafe field.withMemoryRebound(to: CChar.self, capacity: 1) { start in
                unsafe (String(validatingCString: start), String(cString: start))
            }
        }
        guard let valid = name.0 else { throw SystemCallError(call: "readdir", name: name.1, code: EILSEQ) }
        return valid
    }
}

extension Folder {
    /// Makes the folder at `path` and those it lies in, where they are missing.
    static func make(at path: String) throws(SystemCallError) {
        do throws(SystemCallError) {
            try makeOne(at: path)
        } catch {
            let parent = URL(filePath: path).deletingLastPathComponent().path
            guard error.code == ENOENT, parent != path else { throw error }
            try make(at: parent)
            try makeOne(at: path)
        }
    }

    private static func makeOne(at path: String) throws(SystemCallError) {
        do throws(SystemCallError) {
            // Safety: the system reads the path during the call only.
            try SystemCallError.check("mkdir", path) { unsafe mkdir(path, 0o777) }
        } catch {
            guard error.code == EEXIST else { throw error }
            _ = try Folder(path: path)
        }
    }
}

/// A name in a folder.
struct FolderEntry: Sendable {
    let name: String
    let kind: FileKind
}
