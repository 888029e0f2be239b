import Foundation

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
