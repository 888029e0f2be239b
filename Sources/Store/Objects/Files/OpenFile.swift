import Foundation

/// An open file, closed when it goes out of scope.
struct OpenFile: ~Copyable {
    private let descriptor: Int32

    /// Takes over `descriptor`.
    init(descriptor: Int32) {
        self.descriptor = descriptor
    }

    deinit {
        close(descriptor)
    }

    /// The file at `path`, for reading; symbolic links are followed. `nil` where there is none.
    static func existing(at path: String) throws(SystemCallError) -> OpenFile? {
        do throws(SystemCallError) {
            // Safety: `open` reads the path during the call only.
            return OpenFile(
                descriptor: try SystemCallError.check("open", path) {
                    unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
                }
            )
        } catch {
            if error.meansAbsent { return nil }
            throw error
        }
    }

    /// A new file at `path`, for writing; an error where there is one.
    static func made(at path: String) throws(SystemCallError) -> OpenFile {
        try opened(path, O_WRONLY | O_CREAT | O_EXCL, permissions: 0o666)
    }

    /// The file at `path`, for writing.
    static func forWriting(at path: String) throws(SystemCallError) -> OpenFile {
        try opened(path, O_WRONLY)
    }

    private static func opened(
        _ path: String,
        _ flags: Int32,
        permissions: mode_t = 0
    ) throws(SystemCallError) -> OpenFile {
        // Safety: `open` reads the path during the call only.
        OpenFile(
            descriptor: try SystemCallError.check("open", path) { unsafe open(path, flags | O_CLOEXEC, permissions) }
        )
    }

    func status() throws(SystemCallError) -> FileStatus {
        var status = stat()
        // Safety: `fstat` fills the structure it is given.
        try SystemCallError.check("fstat", "") { unsafe fstat(descriptor, &status) }
        return FileStatus(status)
    }

    /// The bytes of `range`; fewer where the file ends before.
    func read(_ range: Range<Int>) throws(SystemCallError) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: range.count)
        var count = 0
        while count < range.count {
            let step = try SystemCallError.check("pread", "") {
                // Safety: the system writes no more than `rest` holds.
                unsafe bytes.withUnsafeMutableBytes { buffer in
                    let rest = unsafe UnsafeMutableRawBufferPointer(rebasing: buffer[count...])
                    return unsafe pread(descriptor, rest.baseAddress, rest.count, range.lowerBound + count)
                }
            }
            if step == 0 { break }
            count += step
        }
        bytes.removeLast(range.count - count)
        return bytes
    }

    /// Appends all of `bytes`.
    func write(_ bytes: [UInt8]) throws(SystemCallError) {
        var count = 0
        while count < bytes.count {
            count += try SystemCallError.check("write", "") {
                // Safety: the system reads no more than `rest` holds.
                unsafe bytes.withUnsafeBytes { buffer in
                    let rest = unsafe UnsafeRawBufferPointer(rebasing: buffer[count...])
                    return unsafe Foundation.write(descriptor, rest.baseAddress, rest.count)
                }
            }
        }
    }

    /// Writes all of `bytes` so that the first of them is the file's byte `start`.
    func write(_ bytes: [UInt8], at start: Int) throws(SystemCallError) {
        var count = 0
        while count < bytes.count {
            count += try SystemCallError.check("pwrite", "") {
                // Safety: the system reads no more than `rest` holds.
                unsafe bytes.withUnsafeBytes { buffer in
                    let rest = unsafe UnsafeRawBufferPointer(rebasing: buffer[count...])
                    return unsafe pwrite(descriptor, rest.baseAddress, rest.count, start + count)
                }
            }
        }
    }

    /// Returns once the file's bytes are where a power failure does not reach them.
    func synchronize() throws(SystemCallError) {
        try SystemCallError.check("fsync", "") { fsync(descriptor) }
    }

    /// Closes the file; network file systems report here what they could not write.
    consuming func finish() throws(SystemCallError) {
        let descriptor = descriptor
        discard self
        // Not repeated on EINTR: the descriptor is free by then and may be another's.
        let result = close(descriptor)
        let code = errno
        if result != 0, code != EINTR { throw SystemCallError(call: "close", name: "", code: code) }
    }
}
