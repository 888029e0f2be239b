import Foundation

/// A folder of one test's own, removed with all it holds when the test lets go of it.
package final class TemporaryFolder: Sendable {
    package let path: String

    package init() throws {
        let url = FileManager.default.temporaryDirectory.appending(path: "objects-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        path = url.path
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }

    /// The path of something in the folder.
    package func path(_ name: String) -> String {
        "\(path)/\(name)"
    }

    /// Makes a folder in this one, and those it lies in.
    package func makeFolder(_ name: String) throws {
        try FileManager.default.createDirectory(atPath: path(name), withIntermediateDirectories: true)
    }

    /// Makes a file, and the folders it lies in.
    package func write(_ name: String, _ text: String) throws {
        try makeParent(of: name)
        try Data(text.utf8).write(to: URL(filePath: path(name)))
    }

    package func makeLink(_ name: String, to target: String) throws {
        try makeParent(of: name)
        try FileManager.default.createSymbolicLink(atPath: path(name), withDestinationPath: target)
    }

    private func makeParent(of name: String) throws {
        let parent = URL(filePath: path(name)).deletingLastPathComponent()
        try FileManager.default.createDirectory(at: parent, withIntermediateDirectories: true)
    }

    package func text(_ name: String) -> String? {
        try? String(contentsOfFile: path(name), encoding: .utf8)
    }

    /// Every path in the folder, of files and folders alike.
    package func everything() -> Set<String> {
        Set(FileManager.default.enumerator(atPath: path)?.compactMap { $0 as? String } ?? [])
    }
}
