import Foundation
import TestSupport
import Testing

@testable import Store

@Suite("A walk through a directory store")
struct ObjectListingTests {
    private func names(_ files: [String], folders: [String] = []) -> [ListedName] {
        files.map { ListedName(FolderEntry(name: $0, kind: .regular)) }
            + folders.map { ListedName(FolderEntry(name: $0, kind: .folder)) }
    }

    @Test("ends where an object has vanished, and goes on from there in the next page")
    func vanished() throws {
        let folder = try TemporaryFolder()
        for name in ["t/a", "t/c", "u/x"] { try folder.write(name, "x") }
        let objects = try ObjectFolder(root: folder.path) { Date() }
        var listing = ObjectListing(of: objects, after: nil, wanted: 3)
        try listing.take(names(["a", "b", "c"]), in: Folder(path: folder.path("t")), path: "t/")
        try listing.visit(Folder(path: folder.path("u")), path: "u/", prefix: "")
        #expect(listing.found.map(\.key.text) == ["t/a"])
        #expect(listing.vanished?.text == "t/b")
        let page = ObjectPage(listing.found, count: 2, end: listing.vanished)
        #expect(page.next?.key?.text == "t/b")
    }

    @Test("keeps of many names those up to the last file it needs, in order", arguments: [1, 2, 7, 50, 1000])
    func firstNames(files: Int) {
        let seed = UInt64(files)
        var random = SplitMix64(seed: seed)
        let all = names(
            (0..<500).map { "f\(Int.random(in: 0...99_999, using: &random))-\($0)" },
            folders: (0..<100).map { "f\(Int.random(in: 0...99_999, using: &random))-\($0)" }
        )
        var first = FirstNames(files: files)
        for name in all.shuffled(using: &random) { first.add(name) }
        let sorted = all.sorted { $0 < $1 }
        let fileIndices = sorted.indices.filter { sorted[$0].entry.kind == .regular }
        let end = files <= fileIndices.count ? fileIndices[files - 1] + 1 : sorted.count
        #expect(first.ordered().map(\.text) == sorted[..<end].map(\.text), "seed \(seed)")
    }
}
