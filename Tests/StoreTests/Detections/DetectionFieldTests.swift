import Testing

@testable import Detections
@testable import Store

@Suite("A detection")
struct DetectionFieldTests {
    @Test("has every field that the output gives")
    func everything() throws {
        let text = #"""
            {"id": "12-0", "label": "person", "class_id": 0, "confidence": 0.87, "track_id": 7, "bbox": [8.5, 3, 64, 17],
             "angle": -12.5, "polygon": [[1, 2], [3, 4], [5, 6.5]], "polyline": [[1, 2], [3, 4]],
             "quad": [[1, 1], [2, 1], [2, 2], [1, 2]], "text": "OPEN \ud83d\ude00",
             "mask": {"size": [3, 4], "counts": [2, 10]}, "keypoints": [[1, 2, 0.5], [3, 4]], "skeleton": [[0, 1]],
             "status": "dropped", "reason": "nms", "source_frame": 9, "attributes": {"a": [1, {"b": "\n"}]}, "else": {}}
            """#
        var expected = Detection(position: DetectionPosition(frameIndex: 0, detectionIndex: 0))
        expected.id = "12-0"
        expected.label = "person"
        expected.classID = .integer(0)
        expected.confidence = 0.87
        expected.trackID = .integer(7)
        expected.box = DetectionBox(minX: 8.5, minY: 3, maxX: 72.5, maxY: 20)
        expected.angle = -12.5
        expected.polygon = [point(1, 2), point(3, 4), point(5, 6.5)]
        expected.polyline = [point(1, 2), point(3, 4)]
        expected.quad = [point(1, 1), point(2, 1), point(2, 2), point(1, 2)]
        expected.text = "OPEN 😀"
        expected.mask = try RunLengthMask(height: 3, width: 4, runs: [2, 10])
        expected.keypoints = [Keypoint(point: point(1, 2), score: 0.5), Keypoint(point: point(3, 4))]
        expected.skeleton = .bones([Skeleton.Bone(start: 0, end: 1)])
        expected.status = .dropped
        expected.reason = "nms"
        expected.sourceFrame = 9
        expected.attributesJSON = #"{"a": [1, {"b": "\n"}]}"#
        let result = try StageOutput(CanonicalText.output(detections: text)).decoded()
        #expect(result == FrameDetections(frame: 0, detections: [expected]))
    }

    @Test("has no field that is null")
    func null() throws {
        let members = CanonicalField.allCases.map { "\"\($0.rawValue)\": null" }.joined(separator: ", ")
        let result = try StageOutput(CanonicalText.output(detections: "{\(members)}")).decoded()
        let expected = Detection(position: DetectionPosition(frameIndex: 0, detectionIndex: 0))
        #expect(result == FrameDetections(frame: 0, detections: [expected]))
    }

    @Test("has the last of a field that is given twice, whatever the first was")
    func lastWins() throws {
        let result = try StageOutput(
            CanonicalText.output(
                detections: #"{"bbox": [1, 2, NaN, 4], "label": "a", "bbox": [1, 2, 3, 4], "l\u0061bel": "b"}"#,
                #"{"bbox": [1, 2, 3, 4], "label": [], "polygon": [[1]], "label": null, "bbox": null, "polygon": null}"#,
                #"{"bbox": [1, 2, 3, 4], "bbox": [1]}"#,
                #"{"mask": {"size": [1, 1], "counts": [0, 9], "size": [3, 3]}}"#
            )
        ).decoded()
        #expect(result.detections.map(\.box?.corners) == [[1, 2, 4, 6], nil, nil])
        #expect(result.detections.map(\.label) == ["b", nil, nil])
        #expect(result.detections.last?.mask?.height == 3)
        let reason = "has 1 numbers, expected [x, y, width, height]"
        #expect(result.skipped == [SkippedPart(path: "$.frames[0].detections[2].bbox", reason: reason)])
    }

    @Test(
        "has an id for its class that is an integer wherever it can be",
        arguments: [
            ("7", .integer(7)), ("7.0", .integer(7)), (#""7""#, .integer(7)), ("-1", .integer(-1)),
            (#""-1""#, .integer(-1)),
            (#""07""#, .name("07")), (#""+7""#, .name("+7")), (#""car""#, .name("car")), (#""""#, nil), ("null", nil),
            ("9007199254740993", .integer(9_007_199_254_740_993)),
            ("18446744073709551615", .name("18446744073709551615")),
            (#""18446744073709551615""#, .name("18446744073709551615")), ("1e30", .name("1e30")),
        ] as [(String, ClassID?)]
    )
    func ids(json: String, id: ClassID?) throws {
        let result = try StageOutput(CanonicalText.output(detections: "{\"class_id\": \(json), \"track_id\": \(json)}"))
            .decoded()
        let detection = try #require(result.detections.first)
        #expect(detection.classID == id)
        #expect(detection.trackID?.description == (id == .integer(-1) ? nil : id?.description))
        if let id { #expect(ClassID(id.description) == id) }
    }

    @Test(
        "has a text where the output has a number",
        arguments: [("12", "12"), ("12.50", "12.50"), ("-1e3", "-1e3"), (#""""#, "")]
    )
    func numbersAsText(json: String, text: String) throws {
        for field in ["label", "id", "text", "reason"] {
            let result = try StageOutput(CanonicalText.output(detections: "{\"\(field)\": \(json)}")).decoded()
            let detection = try #require(result.detections.first)
            #expect([detection.label, detection.id, detection.text, detection.reason].compactMap(\.self) == [text])
        }
    }

    @Test("may have a mask that is a picture elsewhere, or compressed, or both")
    func masks() throws {
        let result = try StageOutput(
            CanonicalText.output(
                detections: #"{"mask": {"key": "masks/1.png"}}"#,
                #"{"mask": {"counts": "[[e0\\1l40b`4QOWV9Ejb4", "size": [200, 300], "key": null}}"#,
                #"{"mask": {"counts": "0<", "size": [3, 4], "key": "masks/2.png"}}"#
            )
        ).decoded()
        #expect(result.skipped.isEmpty)
        #expect(result.detections.map(\.maskKey) == ["masks/1.png", nil, "masks/2.png"])
        #expect(result.detections.map { $0.mask?.runs.count } == [nil, 9, 2])
        #expect(result.detections.allSatisfy { $0.hasGeometry })
    }

    @Test("may have a skeleton by name")
    func namedSkeleton() throws {
        let result = try StageOutput(
            CanonicalText.output(detections: #"{"skeleton": "coco17", "keypoints": [[1, 2]]}"#)
        ).decoded()
        #expect(result.detections.first?.skeleton == .named("coco17"))
    }

    @Test("has a source frame that is counted as the output's frames are")
    func sourceFrame() throws {
        let text = CanonicalText.output(
            coordinates: #"{"frame_base": 1}"#,
            frames: #"{"frame": 5, "detections": [{"source_frame": 5}, {"source_frame": "1"}, {"source_frame": 0}]}"#
        )
        let result = try StageOutput(text).decoded(4)
        #expect(result.detections.map(\.sourceFrame) == [4, 0, nil])
        let reason = "is not a frame's number, expected 1 or more, up to 2^53: drawn without it"
        #expect(result.skipped == [SkippedPart(path: "$.frames[0].detections[2].source_frame", reason: reason)])
    }

    private func point(_ x: Double, _ y: Double) -> DetectionPoint { DetectionPoint(x: x, y: y) }
}
