import Foundation
import Testing

@Suite("The order of folders")
struct FolderOrderTests {
    private static let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..")
        .standardizedFileURL

    /// The README's map: each target with its folders, in order.
    private static func map() throws -> [(target: String, folders: [String])] {
        let readme = try String(contentsOf: root.appending(path: "README.md"), encoding: .utf8)
        return readme.matches(of: /(?m)^\| `(Sources[^`]*)` \| (.*) \|$/).map { row in
            (String(row.1), row.2.matches(of: /`([A-Z][A-Za-z0-9]*)`/).map { String($0.1) })
        }
    }

    /// The words of a folder's files, and the types that it declares for others to use.
    private struct Folder {
        var declared: Set<Substring> = []
        var words: Set<Substring> = []

        init(_ url: URL) throws {
            let files = FileManager.default.enumerator(at: url, includingPropertiesForKeys: nil)?.compactMap {
                $0 as? URL
            }
            for file in files ?? [] where file.pathExtension == "swift" {
                let text = try String(contentsOf: file, encoding: .utf8).replacing(/\/\/[^\n]*/, with: "")
                    .replacing(/"(?:\\.|[^"\\\n])*"/, with: "")
                let types = text.matches(of: /(?m)^(?:package |final )*(?:struct|class|enum|actor|protocol) (\w+)/)
                declared.formUnion(types.map(\.1))
                // Names behind a dot are members of something else.
                words.formUnion(text.matches(of: /(?:^|[^.\w])([A-Z]\w*)/).map(\.1))
            }
        }
    }

    @Test("is that of the README's map: none uses a type of one that stands behind it")
    func order() throws {
        // Formats are values that hold how their detections are read, and reading asks them for their words.
        let exceptions: Set = ["Reading Formats"]
        var checked = 0
        for (target, names) in try Self.map() {
            let folders = try names.map { try Folder(Self.root.appending(path: "\(target)/\($0)")) }
            for (index, folder) in folders.enumerated() {
                let known = folders[...index].reduce(into: Set<Substring>()) { $0.formUnion($1.declared) }
                for later in folders.indices.dropFirst(index + 1) {
                    checked += 1
                    guard !exceptions.contains("\(names[index]) \(names[later])") else { continue }
                    let used = folders[later].declared.subtracting(known).intersection(folder.words)
                    #expect(used.isEmpty, "\(target): \(names[index]) uses \(used.sorted()) of \(names[later])")
                }
            }
        }
        #expect(checked > 100)
    }
}
