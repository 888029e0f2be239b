import Testing

@testable import Render

@Suite("A JPEG's other segments")
struct JPEGStreamSegmentTests {
    @Test("Fill bytes and segments anywhere are kept; bytes after the end, which may be another picture, are not")
    func kept() throws {
        let bytes = OracleFile(restartInterval: 2).bytes()
        let tables = try #require(bytes.indices.first { bytes[$0...].starts(with: [0xFF, 0xDB]) })
        let restart = try #require(bytes.indices.first { bytes[$0...].starts(with: [0xFF, 0xD1]) })
        let comment: [UInt8] = [0xFF, 0xFF, 0xFF, 0xFE, 0, 4, 0xFF, 0xD9]
        let tail: [UInt8] = [1, 2, 3]
        let file =
            bytes[..<tables] + comment + bytes[tables..<restart] + [0xFF, 0xFF] + bytes[restart...] + tail
        let stream = try JPEGStream(Array(file))
        var editor = SeededEditor(percentage: 20)
        let result = try stream.rewrite(stream.makeIndex(), editor: &editor)
        #expect(editor.editedCount > 0)
        #expect(result.starts(with: bytes[..<tables] + comment))
        #expect(result.suffix(2) == [0xFF, 0xD9])
        var plain = SeededEditor(percentage: 20)
        let expected = try JPEGStream(bytes).rewrite(JPEGStream(bytes).makeIndex(), editor: &plain)
        #expect(OraclePicture(result)?.components == OraclePicture(expected)?.components)
    }

    @Test("Two index entries say the same as the picture: its DC coefficients")
    func indexedCoefficients() throws {
        let bytes = OracleFile(isGray: true, sampling: [1, 1]).bytes()
        let picture = try #require(OraclePicture(bytes))
        let index = try JPEGStream(bytes).makeIndex()
        let expected = stride(from: 0, to: picture.components[0].coefficients.count, by: 64).map {
            Int(picture.components[0].coefficients[$0])
        }
        #expect(index.blocks.map(\.dc) == expected)
    }
}
