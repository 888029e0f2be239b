import Foundation
import Synchronization

/// A file that an object is copied into: written under a name of its own, and given its own name once it is complete.
final class TargetFile: Sendable {
    /// How much is in one part, and how many parts are under way at once.
    static let partBytes = 8 << 20
    static let partsAtOnce = 4
    /// The largest object that is written in one piece.
    static let packedLimit = 256 << 20

    private let path: String
    private let temporaryPath: String
    private let threads: BlockingThreads

    /// Makes the temporary file beside the one at `path`, or where a symbolic link there leads. Throws `.obstructed` where
    /// something else than a file is there.
    static func make(for path: String, threads: BlockingThreads) async throws(ObjectStoreError) -> TargetFile {
        let target = TargetFile(try place(of: path), threads: threads)
        try await target.run { () throws(SystemCallError) in
            try OpenFile.made(at: target.temporaryPath).finish()
        }
        return target
    }

    private static func place(of path: String) throws(ObjectStoreError) -> String {
        var status = stat()
        // Safety: the system reads the path, and fills the status, during the call only.
        guard unsafe lstat(path, &status) == 0 else { return path }
        switch FileStatus(status).kind {
        case .regular: return path
        case .folder: throw .obstructed(path, by: .folder)
        case .special: throw .obstructed(path, by: .special)
        case .symbolicLink: break
        }
        let end = URL(filePath: path).resolvingSymlinksInPath().path
        // Safety: as above.
        guard unsafe lstat(end, &status) == 0, FileStatus(status).kind == .regular else {
            throw .obstructed(path, by: .symbolicLink)
        }
        return end
    }

    private init(_ path: String, threads: BlockingThreads) {
        let url = URL(filePath: path)
        self.path = path
        temporaryPath = url.deletingLastPathComponent().appending(path: ".\(UUID().uuidString)").path
        self.threads = threads
    }

    /// Writes `bytes` so that the first of them is the file's byte `start`.
    func write(_ bytes: [UInt8], at start: Int) async throws(ObjectStoreError) {
        try await run { () throws(SystemCallError) in
            let file = try OpenFile.forWriting(at: self.temporaryPath)
            try file.write(bytes, at: start)
            try file.finish()
        }
    }

    /// Gives the file its name.
    func finish() async throws(ObjectStoreError) {
        try await run { () throws(SystemCallError) in
            // Safety: the system reads the paths during the call only.
            try SystemCallError.check("rename", self.path) { unsafe rename(self.temporaryPath, self.path) }
        }
    }

    /// Removes what was written; also for a task that is cancelled.
    func discard() async {
        let path = temporaryPath
        await Task { [threads] in
            try? await threads.run(ifCancelled: ObjectStoreError.cancelled) { () throws(ObjectStoreError) in
                // Safety: the system reads the path during the call only.
                _ = unsafe unlink(path)
            }
        }.value
    }

    private func run(
        _ work: @escaping @Sendable () throws(SystemCallError) -> Void
    ) async throws(ObjectStoreError) {
        let path = path
        try await threads.run(ifCancelled: .cancelled) { () throws(ObjectStoreError) in
            do throws(SystemCallError) {
                try work()
            } catch {
                throw ObjectStoreError(error, at: path)
            }
        }
    }
}
