import Foundation

/// What the file system says of a file. Two equal ones mean the same file, untouched as far as its clock tells.
struct FileStatus: Sendable {
    let kind: FileKind
    /// In bytes.
    let size: Int
    private let device: UInt64
    private let inode: UInt64
    private let modified: Time
    private let changed: Time
    private let accessed: Time

    private struct Time: Hashable {
        let seconds: Int
        let nanoseconds: Int

        init(_ time: timespec) {
            seconds = time.tv_sec
            nanoseconds = time.tv_nsec
        }

        var date: Date { Date(timeIntervalSince1970: Double(seconds) + Double(nanoseconds) / 1e9) }
    }

    init(_ status: stat) {
        kind = FileKind(mode: status.st_mode)
        size = Int(status.st_size)
        device = UInt64(truncatingIfNeeded: status.st_dev)
        inode = UInt64(truncatingIfNeeded: status.st_ino)
        #if os(Linux)
        modified = Time(status.st_mtim)
        changed = Time(status.st_ctim)
        accessed = Time(status.st_atim)
        #else
        modified = Time(status.st_mtimespec)
        changed = Time(status.st_ctimespec)
        accessed = Time(status.st_atimespec)
        #endif
    }

    /// Whether both are of one file whose content was not written in between. Its names may have changed: a put takes one
    /// from its temporary file, or from the object it replaces.
    func hasSameContent(as other: FileStatus) -> Bool {
        device == other.device && inode == other.inode && size == other.size && modified == other.modified
    }

    /// Stands for all of it.
    var revision: String {
        [modified, changed].reduce("\(device)-\(inode)-\(size)") { "\($0)-\($1.seconds).\($1.nanoseconds)" }
    }

    /// When the content was last written.
    var lastModified: Date { modified.date }

    /// When the content was last written, or read, as far as the file system notes that, or touched.
    var lastUsed: Date { max(modified.date, accessed.date) }

    /// When content, name or permissions last changed, whichever was last.
    var lastTouched: Date { max(modified.date, changed.date) }
}

/// That a file was read makes it no other.
extension FileStatus: Equatable {
    static func == (first: FileStatus, second: FileStatus) -> Bool {
        first.hasSameContent(as: second) && first.kind == second.kind && first.changed == second.changed
    }
}

/// What a name in a folder stands for.
enum FileKind: Sendable {
    case regular
    case folder
    case symbolicLink
    case special

    init(mode: mode_t) {
        switch mode & S_IFMT {
        case S_IFREG: self = .regular
        case S_IFDIR: self = .folder
        case S_IFLNK: self = .symbolicLink
        default: self = .special
        }
    }

    /// `nil` where the folder does not tell and the file has to be asked.
    init?(entryType: UInt8) {
        switch Int(entryType) {
        case Int(DT_REG): self = .regular
        case Int(DT_DIR): self = .folder
        case Int(DT_LNK): self = .symbolicLink
        case Int(DT_UNKNOWN): return nil
        default: self = .special
        }
    }
}
