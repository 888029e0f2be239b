import Foundation
import Testing

/// What holds of `golden/` as a whole.
struct GoldenFolderTests {
    private static let maximumBytes = 16 << 10

    private func files() throws -> [String] {
        let folder = Golden.folder.resolvingSymlinksInPath().path(percentEncoded: false)
        let names = try #require(FileManager.default.enumerator(atPath: folder))
        return names.compactMap { $0 as? String }.filter { $0.hasSuffix(".png") }.sorted()
    }

    @Test("a run that rewrites goldens fails, whatever it rewrote")
    func updating() { #expect(!Golden.isUpdating, "unset UPDATE_GOLDEN to compare") }

    @Test("every golden belongs to a case, and every case has a golden", .disabled(if: Golden.isUpdating))
    func completeness() throws { #expect(try files() == GoldenTests.suites.flatMap { $0.names }.sorted()) }

    @Test("goldens are small")
    func sizes() throws {
        for name in try files() {
            let bytes = try Data(contentsOf: Golden.folder.appending(path: name)).count
            #expect(bytes <= Self.maximumBytes, "golden/\(name)")
        }
    }
}
