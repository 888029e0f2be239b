import Foundation
import Testing

@testable import OverlayServer
@testable import OverlayService
@testable import Render
@testable import Store

@Suite("An overlay's name")
struct OverlayKeyTests {
    private static let dejaVu = "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"
    private static let others = FontFiles(paths: []).sources.map(\.name).filter { $0 != dejaVu }

    /// What names the fonts of `text` where a machine has these.
    private func fonts(_ paths: [String], _ text: String) throws -> [String] {
        try TextEngine(fonts: FontFiles(paths: paths).sources).fontIdentities(of: [text])
    }

    @Test(
        "is the same whatever fonts a machine has that it is not drawn with",
        arguments: ["person 0.87 #7", "é ß Я …", ""]
    )
    func otherFonts(text: String) throws {
        let alone = try fonts([Self.dejaVu], text)
        #expect(alone.count == 1)
        #expect(try fonts([Self.dejaVu] + Self.others, text) == alone)
        #expect(try fonts([Self.dejaVu, "/nowhere/none.ttf"], text) == alone)
    }

    @Test("is another where a font draws what the others lack")
    func neededFont() throws {
        try #require(!Self.others.isEmpty)
        let alone = try fonts([Self.dejaVu], "人 person")
        let all = try fonts([Self.dejaVu] + Self.others, "人 person")
        #expect(alone.count == 1 && all.count == 2 && all.first == alone.first)
    }

    @Test("goes by what is in a font file, not by where it lies")
    func content() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let copy = folder.appending(path: "copy.ttf")
        try FileManager.default.copyItem(at: URL(filePath: Self.dejaVu), to: copy)
        #expect(try fonts([copy.path], "a") == fonts([Self.dejaVu], "a"))
        var bytes = try Data(contentsOf: copy)
        bytes.append(0)
        try bytes.write(to: copy)
        #expect(try fonts([copy.path], "a") != fonts([Self.dejaVu], "a"))
    }
}
