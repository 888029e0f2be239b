import Foundation

/// A file whose bytes become an object: opened once, read piece by piece, and noticed when it changes meanwhile.
package final class SourceFile: Sendable {
    let path: String
    /// In bytes.
    package let size: Int
    private let status: FileStatus
    private let threads: BlockingThreads

    /// Opens the file at `path` on one of `threads`, which its bytes are read on as well.
    package static func open(_ path: String, threads: BlockingThreads) async throws(ObjectStoreError) -> SourceFile {
        try await threads.run(ifCancelled: .cancelled) { () throws(ObjectStoreError) in
            do throws(SystemCallError) {
                guard let file = try OpenFile.existing(at: path) else {
                    throw SystemCallError(call: "open", name: path, code: ENOENT)
                }
                return try SourceFile(path, status: file.status(), threads: threads)
            } catch {
                throw ObjectStoreError(error, at: path)
            }
        }
    }

    private init(_ path: String, status: FileStatus, threads: BlockingThreads) throws(SystemCallError) {
        guard status.kind == .regular else { throw SystemCallError(call: "read", name: path, code: EISDIR) }
        self.path = path
        self.status = status
        self.threads = threads
        size = status.size
    }

    /// The bytes of `range`, which lies within the file.
    package func bytes(in range: Range<Int>) async throws(ObjectStoreError) -> [UInt8] {
        try await threads.run(ifCancelled: .cancelled) { () throws(ObjectStoreError) in
            do throws(SystemCallError) {
                return try self.read(range)
            } catch {
                throw ObjectStoreError(error, at: self.path)
            }
        }
    }

    /// The same; blocks. Throws `ESTALE` where the file is another by now than the one that was opened.
    func read(_ range: Range<Int>) throws(SystemCallError) -> [UInt8] {
        guard let file = try OpenFile.existing(at: path) else {
            throw SystemCallError(call: "open", name: path, code: ENOENT)
        }
        let bytes = try file.read(range)
        guard bytes.count == range.count, try file.status().hasSameContent(as: status) else {
            throw SystemCallError(call: "read", name: path, code: ESTALE)
        }
        return bytes
    }
}
