import Testing

@testable import Detections
@testable import Store

@Suite("Coordinates")
struct CoordinateSpaceTests {
    @Test(
        "of every unit and layout name the same box in frame pixels",
        arguments: [
            ("{}", "[10, 20, 30, 5]"), ("null", "[10, 20, 30, 5]"),
            (#"{"space": "pixels", "box": "xywh"}"#, "[10, 20, 30, 5]"),
            (#"{"box": "xyxy"}"#, "[10, 20, 40, 25]"), (#"{"box": "cxcywh"}"#, "[25, 22.5, 30, 5]"),
            (#"{"box": "yxyx"}"#, "[20, 10, 25, 40]"), (#"{"space": "normalized"}"#, "[0.1, 0.4, 0.3, 0.1]"),
            (#"{"space": "percent"}"#, "[10, 40, 30, 10]"), (#"{"space": "per_mille"}"#, "[100, 400, 300, 100]"),
            (#"{"space": "percent", "box": "yxyx"}"#, "[40, 10, 50, 40]"),
            (#"{"space": "normalized", "box": "cxcywh"}"#, "[0.25, 0.45, 0.3, 0.1]"),
            (#"{"width": 100, "height": 50}"#, "[10, 20, 30, 5]"),
            (#"{"width": 200, "height": 100}"#, "[20, 40, 60, 10]"),
            (#"{"width": 50, "height": 25, "box": "xyxy"}"#, "[5, 10, 20, 12.5]"),
            (#"{"space": "normalized", "width": 200, "height": 100}"#, "[0.1, 0.4, 0.3, 0.1]"),
            (#"{"space": null, "box": null, "width": null, "height": null, "frame_base": null}"#, "[10, 20, 30, 5]"),
            (#"{"sp\u0061ce": "percent"}"#, "[10, 40, 30, 10]"),
        ]
    )
    func boxes(coordinates: String, bbox: String) throws {
        let result = try StageOutput(CanonicalText.output(coordinates: coordinates, detections: "{\"bbox\": \(bbox)}"))
            .decoded()
        let corners = try #require(result.detections.first?.box?.corners)
        #expect(zip(corners, [10, 20, 40, 25]).allSatisfy { abs($0 - $1) < 1e-12 }, "\(corners)")
        #expect(result.skipped.isEmpty && result.warnings.isEmpty)
    }

    @Test("are exact where the frame has the size that they are of")
    func exact() throws {
        let detection = #"{"bbox": [0.1, 0.7, 33.3, 11.1], "polyline": [[0.1, 0.2], [77.7, 33.3]]}"#
        for coordinates in ["{}", #"{"width": 100, "height": 50}"#] {
            let result = try StageOutput(CanonicalText.output(coordinates: coordinates, detections: detection))
                .decoded()
            #expect(result.detections.first?.box?.corners == [0.1, 0.7, 0.1 + 33.3, 0.7 + 11.1])
            #expect(
                result.detections.first?.polyline == [DetectionPoint(x: 0.1, y: 0.2), DetectionPoint(x: 77.7, y: 33.3)]
            )
        }
    }

    @Test("move every geometry, but not a mask's own size")
    func everyGeometry() throws {
        let detection = """
            {"polygon": [[1, 1], [2, 1], [2, 2]], "polyline": [[1, 1], [2, 2]], "quad": [[1, 1], [2, 1], [2, 2], [1, 2]],
             "keypoints": [[1, 2, 0.5]], "mask": {"size": [2, 2], "counts": [1, 3]}}
            """
        let coordinates = #"{"width": 10, "height": 10}"#
        let output = try StageOutput(CanonicalText.output(coordinates: coordinates, detections: detection))
        let decoded = try #require(output.decoded().detections.first)
        #expect(decoded.polygon == [point(10, 5), point(20, 5), point(20, 10)])
        #expect(decoded.polyline == [point(10, 5), point(20, 10)])
        #expect(decoded.quad == [point(10, 5), point(20, 5), point(20, 10), point(10, 10)])
        #expect(decoded.keypoints == [Keypoint(point: point(10, 10), score: 0.5)])
        #expect(try decoded.mask == RunLengthMask(height: 2, width: 2, runs: [1, 3]))
    }

    @Test(
        "that mean nothing are an error that names the field and what it may be",
        arguments: [
            (
                #"{"space": "inches"}"#,
                "$.coordinates.space is \"inches\", expected one of: pixels, normalized, percent, per_mille"
            ),
            (#"{"box": "ltrb"}"#, "$.coordinates.box is \"ltrb\", expected one of: xywh, xyxy, cxcywh, yxyx"),
            (
                #"{"space": 7}"#,
                "$.coordinates.space is a number, expected one of: pixels, normalized, percent, per_mille"
            ),
            (
                #"{"width": 0, "height": 5}"#,
                "$.coordinates.width is 0.0, expected a size in pixels above 0 and at most 1000000"
            ),
            (#"{"width": NaN}"#, "$.coordinates.width is nan, expected a size in pixels above 0 and at most 1000000"),
            (#"{"height": "5"}"#, "$.coordinates.height is a string, expected a number"),
            (#"{"width": 5}"#, "$.coordinates.height is absent, expected both width and height, or neither"),
            (#"{"height": 5}"#, "$.coordinates.width is absent, expected both width and height, or neither"),
            (#"{"frame_base": 0.5}"#, "$.coordinates.frame_base is 0.5, expected a whole number, up to 2^53"),
            (#"{"frame_base": "1"}"#, "$.coordinates.frame_base is a string, expected a whole number"),
            (#"{"frame_step": 0}"#, "$.coordinates.frame_step is 0, expected a whole number from 1 on, up to 2^53"),
            (#"{"match": "time"}"#, #"$.coordinates.match is "time", expected one of: number, timestamp"#),
            (#"[]"#, "$.coordinates is an array, expected an object"),
        ]
    )
    func errors(coordinates: String, message: String) {
        #expect {
            try StageOutput(CanonicalText.output(coordinates: coordinates, detections: "{}"))
        } throws: { error in
            "\(error)" == message
        }
    }

    private func point(_ x: Double, _ y: Double) -> DetectionPoint { DetectionPoint(x: x, y: y) }
}
