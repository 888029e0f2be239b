import Testing

@testable import Detections

@Suite("What an output leaves open")
struct GuessTests {
    /// On a frame of 640×360.
    private func found(_ coordinates: String, _ detections: String) throws -> FrameDetections {
        let size = try #require(FrameSize(width: 640, height: 360))
        let output = try StageOutput(CanonicalText.output(coordinates: coordinates, detections: detections))
        return try #require(output.detections(of: output.frames[0].number, in: size))
    }

    @Test("Boxes that leave the frame, and do not as two corners, are corners; a warning says so and what to declare")
    func corners() throws {
        let boxes = #"{"bbox": [300, 200, 500, 320]}, {"bbox": [10, 20, 40, 60]}"#
        let guess = try found("{}", boxes)
        #expect(guess.detections.map { $0.box?.xywh } == [[300, 200, 200, 120], [10, 20, 30, 40]])
        #expect(guess.warnings.map(\.code) == [.formatGuessed])
        #expect(guess.warnings.first?.declare == #"{"coordinates": {"box": "xyxy"}}"#)
        let declared = try found(#"{"box": "xywh"}"#, boxes)
        #expect(declared.detections.first?.box?.xywh == [300, 200, 500, 320] && declared.warnings.isEmpty)
    }

    @Test(
        "Boxes stay as they are where they cannot be corners, or leave the frame by little",
        arguments: [
            #"{"bbox": [300, 200, 500, 320]}, {"bbox": [300, 20, 40, 60]}"#, #"{"bbox": [300, 200, 340, 165]}"#,
            #"{"xywh": [300, 200, 500, 320]}"#, #"{"bbox": [300, 200, 900, 500]}"#,
        ]
    )
    func sizes(boxes: String) throws {
        let found = try found("{}", boxes)
        #expect(found.warnings.isEmpty && found.skipped.isEmpty)
        #expect((found.detections.first?.box?.maxX ?? 0) > 600)
    }

    @Test("A detection of which nothing known says where it is, is named where something unknown may")
    func placeless() throws {
        let unknown = try found("{}", #"{"label": "a", "topleft": {"x": 1, "y": 2}}, {"label": "b", "corner": [1, 2]}"#)
        #expect(unknown.detections.count == 2)
        #expect(unknown.warnings.map(\.path) == ["$.frames[0].detections[0]"])
        #expect(unknown.warnings.first?.detail.contains("topleft") == true)
        #expect(try found("{}", #"{"label": "indoor", "confidence": 0.5, "model": "m"}"#).warnings.isEmpty)
        let nothing = try found("{}", #"{"name_of_the_species": "cod", "x": 4}, {"label": "b"}"#)
        #expect(nothing.detections.map(\.label) == ["b"])
        #expect(nothing.skipped.map(\.path) == ["$.frames[0].detections[0]"])
        #expect(nothing.skipped.first?.reason == "has no member that is known; it has name_of_the_species, x")
    }

    @Test("Frames whose detections stand under another name are told of")
    func otherName() throws {
        let text = #"{"frames": [{"frame": 3, "objects": [{"bbox": [1, 2, 3, 4]}]}, {"frame": 4, "objects": []}]}"#
        let output = try StageOutput(json: Array(text.utf8))
        #expect(output.warnings.map(\.code) == [.nothingKnown])
        #expect(output.warnings.first?.detail.hasSuffix("members that are not known: objects") == true)
        let listed = try StageOutput(json: Array(#"{"frames": [{"frame": 3, "timestamp": 1, "note": "x"}]}"#.utf8))
        #expect(listed.warnings.isEmpty)
    }
}
