import Testing

@testable import Detections
@testable import Store

@Suite("A stage output of another shape")
struct TopShapeTests {
    private static let box = #"{"label": "a", "bbox": [1, 1, 9, 9]}"#

    private static let shapes: [(text: String, path: String)] = [
        (#"[{"frame": 3, "detections": [\#(box)]}, {"frame": 4, "detections": []}]"#, "$[0].detections[0]"),
        (#"{"frames": {"3": {"detections": [\#(box)]}, "4": {"detections": []}}}"#, #"$.frames["3"].detections[0]"#),
        (#"{"frames": {"3": [\#(box)], "4": []}}"#, #"$.frames["3"][0]"#),
        (#"{"3": [\#(box)], "4": []}"#, #"$["3"][0]"#),
        (#"{"4": {"detections": null}, "3": {"detections": [\#(box)]}}"#, #"$["3"].detections[0]"#),
        (
            #"{"frame": 3, "detections": [\#(box)]}"# + "\n" + #"{"frame": 4, "detections": []}"# + "\r\n",
            "$[0].detections[0]"
        ),
    ]

    @Test("has its frames wherever they stand", arguments: shapes)
    func frames(shape: (text: String, path: String)) throws {
        let output = try StageOutput(shape.text)
        #expect(output.frames.map(\.number) == [3, 4])
        #expect(try output.decoded(3).detections.map(\.path) == [shape.path])
        #expect(try output.decoded(4).detections.isEmpty)
        #expect(output.skipped.isEmpty && output.warnings.isEmpty)
    }

    @Test("may be one frame")
    func oneFrame() throws {
        let output = try StageOutput(#"{"frame": 12, "timestamp": 0.5, "detections": [\#(Self.box)]}"#)
        #expect(output.frames.map(\.timestamp) == [0.5])
        #expect(try output.decoded(12).detections.map(\.path) == ["$.detections[0]"])
    }

    @Test("may be one picture alone, where somebody says which", arguments: ["detections", "predictions"])
    func onePicture(word: String) throws {
        let text = "{\"\(word)\": [\(Self.box)], \"coordinates\": {\"box\": \"xyxy\"}}"
        let output = try StageOutput(json: Array(text.utf8), formats: DetectionFormat.all + [.list])
        let detections = try output.decoded(0).detections
        #expect(detections.map(\.path) == ["$.\(word)[0]"])
        #expect(detections.map { $0.box?.corners } == [[1, 1, 9, 9]])
        #expect(try StageOutput(text).frames.isEmpty, "a row does not say which")
    }

    @Test("names a frame that is not called by a number")
    func badName() throws {
        let output = try StageOutput(#"{"frames": {"first": [], "2": 7, "3": []}}"#)
        #expect(output.frames.map(\.number) == [3])
        #expect(output.skipped.map(\.path) == ["$.frames.first", #"$.frames["2"]"#])
    }

    @Test("is text as other programs write it")
    func texts() throws {
        let text = #"{"frames": [{"frame": 0, "detections": [{"label": "café", "bbox": [1, 1, 9, 9]}]}]}"#
        let units = Array(text.utf16)
        let little =
            [0xff, 0xfe] + units.flatMap { unit -> [UInt8] in [UInt8(truncatingIfNeeded: unit), UInt8(unit >> 8)] }
        let big =
            [0xfe, 0xff] + units.flatMap { unit -> [UInt8] in [UInt8(unit >> 8), UInt8(truncatingIfNeeded: unit)] }
        for bytes in [[0xef, 0xbb, 0xbf] + Array(text.utf8), little, big] {
            let output = try StageOutput(json: bytes)
            #expect(try output.decoded().detections.map(\.label) == ["café"])
            #expect(output.json == Array(text.utf8) && output.warnings.isEmpty)
        }
    }

    @Test("loses one text to a byte that is not UTF-8, and says where")
    func damagedText() throws {
        let parts = [
            #"{"frames": [{"frame": 0, "detections": [{"label": "caf"#, #"", "bbox": [1, 1, 9, 9]}, \#(Self.box)]}]}"#,
        ]
        let output = try StageOutput(json: Array(parts[0].utf8) + [0xe9] + Array(parts[1].utf8))
        #expect(try output.decoded().detections.map(\.label) == ["caf\u{fffd}", "a"])
        #expect(output.warnings.map(\.code) == [.textDamaged])
        #expect(output.warnings[0].detail.contains("line 1, column 55"))
    }

    @Test("that reports nothing says so by an empty list", arguments: [#"{"frames": []}"#, #"{"frames": {}}"#])
    func empty(text: String) throws {
        let output = try StageOutput(text)
        #expect(output.isEmpty && output.frames.isEmpty && output.warnings.isEmpty)
    }
}
