import Foundation

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
