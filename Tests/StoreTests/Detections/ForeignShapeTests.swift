import Testing

@testable import Detections
@testable import Store

/// Shapes that other tools write and that can mean one thing only; a frame of 1920×1080, where nothing else is said the box is
/// x 320, y 200, 160 wide and 240 high.
@Suite("Other tools' ways to write a detection")
struct ForeignShapeTests {
    private static let corners: [Double] = [320, 200, 480, 440]

    private func decoded(_ detections: String..., coordinates: String = "{}") throws -> FrameDetections {
        let text =
            "{\"coordinates\": \(coordinates), \"frames\": [{\"frame\": 0, \"detections\": [\(detections.joined(separator: ","))]}]}"
        return try StageOutput(text).decoded(width: 1920, height: 1080)
    }

    @Test(
        "of boxes",
        arguments: [
            #""bbox": ["320", "200", "160", "240"]"#,
            #""bbox": [320, 200, 160, 240, 0.61]"#,
            #""bbox": {"x": 320, "y": 200, "width": 160, "height": 240}"#,
            #""bbox": {"x1": 320, "y1": 200, "x2": 480, "y2": 440}"#,
            #""bbox": {"left": 320, "top": 200, "width": 160, "height": 240}"#,
            #""bbox": {"xmin": 320, "ymin": 200, "xmax": 480, "ymax": 440}"#,
            #""bbox": {"x": "320", "y": "200", "w": 160, "h": 240}"#,
            #""box": [320, 200, 160, 240]"#,
            #""bounding_box": [320, 200, 160, 240]"#,
            #""xyxy": [320, 200, 480, 440]"#,
            #""xywh": [320, 200, 160, 240]"#,
            #""cxcywh": [400, 320, 160, 240]"#,
        ]
    )
    func boxes(member: String) throws {
        let result = try decoded("{\(member)}")
        #expect(result.detections.map { $0.box?.corners } == [Self.corners])
        #expect(result.skipped.isEmpty && result.warnings.isEmpty)
    }

    @Test("of confidences")
    func confidences() throws {
        let box = #""bbox": [320, 200, 160, 240]"#
        for member in ["\"confidence\": \"0.61\"", "\"score\": 0.61", "\"conf\": \" 0.61 \"", "\"probability\": 0.61"] {
            #expect(try decoded("{\(box), \(member)}").detections.map(\.confidence) == [0.61], "\(member)")
        }
        #expect(try decoded(#"{"bbox": [320, 200, 160, 240, 0.61]}"#).detections.map(\.confidence) == [0.61])
        let both = try decoded(#"{"bbox": [320, 200, 160, 240, 0.61], "confidence": 0.5}"#)
        #expect(both.detections.map(\.confidence) == [0.5])
    }

    @Test("of classes and tracks, which count where the canonical ones are not there")
    func words() throws {
        let result = try decoded(
            #"{"class_name": "bus", "score": 0.61, "tracker_id": 4, "box": [320, 200, 160, 240]}"#,
            #"{"category": "car", "probability": 0.5, "object_id": "k2", "xyxy": [600, 200, 760, 440]}"#,
            #"{"class": 7, "conf": 0.4, "cxcywh": [980, 320, 160, 240]}"#,
            #"{"label": null, "name": "cat", "bbox": [0, 0, 9, 9]}"#
        )
        #expect(result.detections.map(\.label) == ["bus", "car", nil, "cat"])
        #expect(result.detections.map(\.trackID) == [.integer(4), .name("k2"), nil, nil])
        #expect(result.detections.map(\.classID) == [nil, nil, .integer(7), nil])
        #expect(result.detections.map { $0.box?.minX } == [320, 600, 900, 0])
        #expect(result.skipped.isEmpty && result.warnings.isEmpty)
    }

    @Test("that disagree with the canonical ones, which count")
    func disagreement() throws {
        let result = try decoded(
            #"{"class_name": "bus", "label": "car", "bbox": [0, 0, 9, 9]}"#,
            #"{"class_name": "bus", "label": "bus", "bbox": [0, 0, 9, 9]}"#,
            #"{"confidence": 0.5, "score": 0.6, "bbox": [0, 0, 9, 9]}"#
        )
        #expect(result.detections.map(\.label) == ["car", "bus", nil])
        #expect(result.detections.last?.confidence == 0.5)
        #expect(result.warnings.map(\.code) == [.wordsDisagree])
        #expect(
            result.warnings[0].detail.hasPrefix("2 members")
                && result.warnings[0].path == "$.frames[0].detections[0].class_name"
        )
    }

    @Test(
        "of outlines",
        arguments: [
            #""polygon": [320, 200, 480, 200, 480, 440]"#,
            #""polygon": [{"x": 320, "y": 200}, {"x": 480, "y": 200}, {"x": 480, "y": 440}]"#,
            #""polygon": [[320, 200], [480, 200], [480, 440]]"#,
            #""polygon": [["320", "200"], ["480", "200"], ["480", "440"]]"#,
            #""polygon": [[[320, 200], [480, 200], [480, 440]]]"#,
            #""segmentation": [[320, 200, 480, 200, 480, 440]]"#,
            #""segmentation": [320, 200, 480, 200, 480, 440]"#,
        ]
    )
    func outlines(member: String) throws {
        let result = try decoded("{\(member)}")
        #expect(
            result.detections.map(\.polygon) == [[.init(x: 320, y: 200), .init(x: 480, y: 200), .init(x: 480, y: 440)]]
        )
        #expect(result.detections.allSatisfy { $0.polygonParts.isEmpty && $0.polygonHoles.isEmpty })
        #expect(result.skipped.isEmpty)
    }

    @Test("of outlines with holes, and of several that are one thing")
    func compound() throws {
        let rings =
            "[[[320, 200], [520, 200], [520, 440], [320, 440]], [[380, 260], [460, 260], [460, 380], [380, 380]]]"
        let parts =
            "[[320, 200, 520, 200, 520, 440, 320, 440], [380, 260, 460, 260, 460, 380], [700, 200, 760, 200, 760, 260]]"
        let result = try decoded("{\"polygon\": \(rings)}", "{\"segmentation\": \(parts)}")
        #expect(result.detections.map(\.polygon.count) == [4, 4])
        #expect(result.detections.map { $0.polygonHoles.map(\.count) } == [[4], []])
        #expect(
            result.detections.map { $0.polygonParts.map(\.first?.x) } == [[], [700]],
            "what lies inside adds nothing"
        )
    }

    @Test("of key points")
    func keypoints() throws {
        let result = try decoded(#"{"bbox": [320, 200, 160, 240], "keypoints": [350, 230, 2, 0, 0, 0, 400, 300, 1]}"#)
        #expect(result.detections.first?.keypoints.map { $0?.point.x } == [350, nil, 400])
        #expect(result.detections.first?.keypoints.map { $0?.score } == [2, nil, 1])
    }

    @Test("of a thing that has no track yet", arguments: ["-1", "\"-1\"", "null", "\"\""])
    func noTrack(id: String) throws {
        #expect(try decoded("{\"bbox\": [1, 1, 9, 9], \"track_id\": \(id)}").detections.map(\.trackID) == [nil])
    }

    @Test("with typing errors are warnings, once, where the known word is absent")
    func typingErrors() throws {
        let result = try decoded(
            #"{"lable": "bus", "confidance": 0.6, "bbox": [320, 200, 160, 240]}"#,
            #"{"lable": "bus", "confidance": 0.6, "bbox": [320, 200, 160, 240]}"#,
            #"{"label": "bus", "labels": ["bus"], "boxy": 1, "team": "red", "bbox": [320, 200, 160, 240]}"#
        )
        #expect(
            result.warnings.map(\.detail) == [
                "\"confidance\" is not known: is \"confidence\" meant?", "\"lable\" is not known: is \"label\" meant?",
            ]
        )
        #expect(
            result.warnings.map(\.path) == ["$.frames[0].detections[0].confidance", "$.frames[0].detections[0].lable"]
        )
        #expect(result.detections.count == 3)
    }
}
