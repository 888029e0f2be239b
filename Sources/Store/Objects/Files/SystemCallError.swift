import Foundation

/// A call of the operating system that failed.
struct SystemCallError: Error {
    let call: String
    /// The file or folder it was about: one segment of a path, or a path.
    let name: String
    /// The value of `errno`.
    let code: Int32

    /// What `body` returns; repeated where a signal interrupts it. Throws where it returns -1.
    @discardableResult
    static func check<Number: FixedWidthInteger & SignedInteger>(
        _ call: String,
        _ name: String,
        _ body: () -> Number
    ) throws(SystemCallError) -> Number {
        while true {
            let result = body()
            if result != -1 { return result }
            let code = errno
            if code != EINTR { throw SystemCallError(call: call, name: name, code: code) }
        }
    }

    /// Whether there is nothing of that name, nor can be.
    var meansAbsent: Bool { code == ENOENT || code == ENAMETOOLONG }

    /// Whether a folder was expected and something else is there.
    var meansNoFolder: Bool { code == ENOTDIR || code == ELOOP }

    /// Whether a file was expected and there is a symbolic link (`ELOOP`) or a socket.
    var meansNoFile: Bool { code == ELOOP || code == ENXIO }
}

extension ObjectStoreError {
    /// `path` is where the store or the file lies, for the log.
    init(_ error: SystemCallError, at path: String) {
        // Safety: the system's text of an error is a C string that stays.
        let reason = unsafe String(cString: strerror(error.code))
        let detail = "\(error.call) \(error.name.debugDescription) in \(path): \(reason)"
        switch error.code {
        case ENOSPC, EDQUOT, EFBIG: self = .outOfSpace(detail: detail)
        case EACCES, EPERM, EROFS: self = .permissionDenied(detail: detail)
        default: self = .unavailable(detail: detail)
        }
    }
}
