import Testing

@testable import Detections
@testable import Store

@Suite("A position in a text")
struct TextPositionTests {
    @Test(
        "counts lines and Unicode scalars from 1",
        arguments: [
            ("abc", 0, 1, 1), ("abc", 2, 1, 3), ("a\nb", 1, 1, 2), ("a\nb", 2, 2, 1), ("é\n漢字x", 9, 2, 3),
            ("\r\n\r\nx", 4, 3, 1),
            ("abc", 3, 1, 4), ("abc", 99, 1, 4),
        ]
    )
    func place(text: String, offset: Int, line: Int, column: Int) {
        let position = TextPosition(offset: offset, in: Array(text.utf8))
        #expect(position.line == line && position.column == column && position.offset == offset)
    }

    @Test("is what a bad stage output is reported with")
    func reported() {
        let text = "{\"frames\": [\n  {\"frame\": 0, \"label\": \"é\", bad}\n]}"
        #expect { try StageOutput(json: Array(text.utf8)) } throws: { error in
            "\(error)" == "not JSON: 'b' where a key in double quotes should be, at line 2, column 30 (byte 43)"
        }
    }
}
