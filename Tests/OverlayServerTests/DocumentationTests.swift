import Foundation
import Testing

@testable import OverlayServer
@testable import OverlayService

struct DocumentationTests {
    private static let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..")
        .standardizedFileURL

    private func readme() throws -> String {
        try String(contentsOf: Self.root.appending(path: "README.md"), encoding: .utf8)
    }

    @Test("every path that the README names is there")
    func pathsExist() throws {
        let named = try readme().matches(of: /[(`]((?:Sources|Tests|Benchmarks|scripts|golden)[A-Za-z0-9\/._-]*)[)`]/)
        #expect(named.count > 10)
        for match in named {
            let path = String(match.1)
            #expect(FileManager.default.fileExists(atPath: Self.root.appending(path: path).path()), "\(path)")
        }
    }

    private func folders(in path: String) throws -> [String] {
        let folder = Self.root.appending(path: path)
        return try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: [.isDirectoryKey])
            .filter { try $0.resourceValues(forKeys: [.isDirectoryKey]).isDirectory == true }
            .map(\.lastPathComponent)
            .filter { !["System", "Render.docc", "include"].contains($0) }
    }

    @Test("the README's map has every folder of every target in its row, and no other")
    func map() throws {
        let rows = try readme().matches(of: /(?m)^\| `(Sources[^`]*)` \| (.*) \|$/)
        #expect(rows.count == 7)
        let targets = Set(rows.map { String($0.1) })
        for row in rows {
            let target = String(row.1)
            let named = row.2.matches(of: /`([A-Z][A-Za-z0-9]*)`/).map { String($0.1) }
            let found = try folders(in: target).filter { !targets.contains("\(target)/\($0)") }
            #expect(Set(named) == Set(found), "\(target)")
        }
    }

    @Test("Render's page has its folders, and the README has them in the same order")
    func renderPage() throws {
        let path = Self.root.appending(path: "Sources/Render/Render.docc/Render.md")
        let page = try String(contentsOf: path, encoding: .utf8)
        let named = page.matches(of: /(?m)^\| `([A-Z][A-Za-z]*)` \|/).map { String($0.1) }
        #expect(try Set(named) == Set(folders(in: "Sources/Render")))
        #expect(try readme().contains(named.map { "`\($0)`" }.joined(separator: ", ")))
    }

    /// The fields of a style as the README has them; to be copied from here when one has changed.
    private var styleTable: String {
        let rows = Style.fields.map { "| `\($0.name)` | \($0.purpose) | \($0.allowed) | \($0.standard) |" }
        return (["| field | what it does | takes | default |", "|---|---|---|---|"] + rows).joined(separator: "\n")
    }

    @Test("the README's table of style fields is the one that queries and options are made of")
    func styleIsListed() throws {
        #expect(try readme().contains(styleTable))
    }

    @Test("the README has every preset, with the fields that it sets")
    func presetsAreListed() throws {
        let rows = StylePreset.all.map { preset in
            let fields = preset.fields.map { "`\($0.name)=\($0.value)`" }.joined(separator: " ")
            return "| `\(preset.name)` | \(preset.purpose) | \(fields) |"
        }
        #expect(try readme().contains(rows.joined(separator: "\n")))
    }

    @Test("the README has every variable that the configuration reads")
    func settingsAreListed() throws {
        let readme = try readme()
        let files = ["Configuration", "ConfigurationReader"]
        let sources = try files.map { name in
            let path = "Sources/OverlayServer/Configuration/\(name).swift"
            return try String(contentsOf: Self.root.appending(path: path), encoding: .utf8)
        }
        let source = sources.joined()
        let variables = source.matches(of: /"([A-Z][A-Z0-9]+_[A-Z0-9_]+)"/)
        #expect(variables.count > 20)
        for match in variables { #expect(readme.contains("`\(match.1)`"), "\(match.1)") }
    }
}
