import Testing

@testable import Render

@Suite("Rewriting a JPEG block by block")
struct JPEGStreamRewriteTests {
    /// `file` rewritten by `editor`.
    private func rewritten(
        _ file: [UInt8],
        _ editor: SeededEditor,
        comment: [UInt8]? = nil
    ) throws -> [UInt8] {
        let stream = try JPEGStream(file)
        var editor = editor
        return try stream.rewrite(stream.makeIndex(), editor: &editor, comment: comment)
    }

    /// What `editor` makes of a picture.
    private func edited(_ picture: OraclePicture, _ editor: SeededEditor) -> [OraclePicture.Component] {
        var components = picture.components
        var editor = editor
        for number in components.indices {
            let component = components[number]
            for row in 0..<component.blocksDown {
                for column in 0..<component.blocksAcross where editor.touches(number, column, row) {
                    let start = (row * component.blocksAcross + column) * 64
                    var block = CoefficientBlock()
                    for index in 0..<64 { block.values[index] = component.coefficients[start + index] }
                    editor.edit(&block, number, column, row)
                    for index in 0..<64 { components[number].coefficients[start + index] = block.values[index] }
                }
            }
        }
        return components
    }

    @Test("The header's components are libjpeg's", arguments: OracleFile.all)
    func components(file: OracleFile) throws {
        let bytes = file.bytes()
        let stream = try JPEGStream(bytes)
        let picture = try #require(OraclePicture(bytes))
        #expect(stream.size == PixelSize(width: picture.width, height: picture.height))
        #expect(stream.components.count == picture.components.count)
        for (component, expected) in zip(stream.components, picture.components) {
            #expect(component.blocksAcross == expected.blocksAcross)
            #expect(component.blocksDown == expected.blocksDown)
            #expect(component.quantization.indices.map { component.quantization[$0] } == expected.quantization)
        }
    }

    @Test("Touched blocks are what the editor made, all others keep their coefficients", arguments: OracleFile.all)
    func touched(file: OracleFile) throws {
        let bytes = file.bytes()
        let picture = try #require(OraclePicture(bytes))
        for percentage: UInt64 in [3, 30, 100] {
            let editor = SeededEditor(percentage: percentage)
            let result = try #require(OraclePicture(rewritten(bytes, editor)))
            #expect(result.components == edited(picture, editor))
        }
    }

    @Test("Nothing touched gives the same bytes, with the comment after the application segments")
    func untouched() throws {
        let bytes = OracleFile(hasOptimalTables: true).bytes()
        #expect(try rewritten(bytes, SeededEditor(percentage: 0)) == bytes)
        let commented = try rewritten(bytes, SeededEditor(percentage: 0), comment: Array("hello".utf8))
        // SOI and an APP0 segment of 16 bytes.
        #expect(commented == bytes[..<20] + [0xFF, 0xFE, 0, 7] + Array("hello".utf8) + bytes[20...])
    }

    @Test(
        "An edit that changes nothing gives the same bytes where tables have all codes, else the same coefficients",
        arguments: OracleFile.all
    )
    func identity(file: OracleFile) throws {
        let bytes = file.bytes()
        let result = try rewritten(bytes, SeededEditor(percentage: 40, isIdentity: true))
        if file.hasOptimalTables {
            #expect(OraclePicture(result)?.components == OraclePicture(bytes)?.components)
        } else {
            #expect(result == bytes)
        }
    }

    @Test("The same edit twice gives the same bytes")
    func repeated() throws {
        let bytes = OracleFile(restartInterval: 3).bytes()
        #expect(try rewritten(bytes, SeededEditor()) == rewritten(bytes, SeededEditor()))
    }

    @Test("Coefficients beyond 8-bit coding are clamped")
    func clamped() throws {
        struct Extreme: JPEGBlockEditor {
            func touches(_ component: Int, _ column: Int, _ row: Int) -> Bool { true }
            func edit(_ block: inout CoefficientBlock, _ component: Int, _ column: Int, _ row: Int) {
                for index in 0..<64 { block.values[index] = (index + column) % 2 == 0 ? .min : .max }
            }
        }
        let stream = try JPEGStream(OracleFile(hasOptimalTables: true).bytes())
        var editor = Extreme()
        let result = try #require(OraclePicture(stream.rewrite(stream.makeIndex(), editor: &editor)))
        #expect(result.components[0].block(column: 0, row: 0).prefix(2) == [-1024, 1023])
        #expect(result.components[0].block(column: 1, row: 0).prefix(2) == [1023, -1023])
    }

    @Test("An index of another file and a long comment are refused")
    func refused() throws {
        let stream = try JPEGStream(OracleFile().bytes())
        let other = try JPEGStream(OracleFile(width: 200).bytes()).makeIndex()
        var editor = SeededEditor()
        #expect(throws: JPEGStreamError.foreignIndex) { try stream.rewrite(other, editor: &editor) }
        #expect(throws: JPEGStreamError.commentTooLong(byteCount: 65_534)) {
            try stream.rewrite(stream.makeIndex(), editor: &editor, comment: [UInt8](repeating: 32, count: 65_534))
        }
    }
}
