import Testing

@testable import Detections

@Suite("COCO results")
struct COCOResultsTests {
    /// The first two are those of the format's own example of results.
    private static let text = """
        [{"image_id": 42, "category_id": 18, "bbox": [258.15, 41.29, 348.26, 243.78], "score": 0.236},
         {"image_id": 73, "category_id": 11, "bbox": [61, 22.75, 504, 609.67], "score": 0.318},
         {"image_id": 42, "category_id": 1, "score": 0.5, "segmentation": [[10, 20, 30, 20, 20, 40.5]]},
         {"image_id": 42, "category_id": 2, "score": 0.5, "segmentation": {"size": [2, 3], "counts": [1, 2, 3]}},
         {"image_id": 73, "category_id": 1, "keypoints": [5, 6, 2, 0, 0, 0], "score": 0.9, "id": 7, "track_id": 3}]
        """

    private func found(on frame: Int, _ text: String = Self.text, limit: Int = 100) throws -> FrameDetections {
        let size = try #require(FrameSize(width: 640, height: 480))
        let output = try StageOutput(json: Array(text.utf8))
        #expect(output.format.name == "coco_results")
        return try #require(output.detections(of: frame, in: size, limit: limit))
    }

    @Test("are recognised, and each image is a frame")
    func frames() throws {
        let output = try StageOutput(json: Array(Self.text.utf8))
        #expect(output.frames.map(\.number) == [42, 73])
        #expect(output.frames.map(\.detectionCount) == [3, 2])
        #expect(output.skipped.isEmpty && output.warnings.isEmpty)
    }

    @Test("have boxes, scores and classes in COCO's words, in the order of the text")
    func members() throws {
        let detections = try found(on: 42).detections
        #expect(detections.map(\.path) == ["$[0]", "$[2]", "$[3]"])
        #expect(detections.map(\.classID) == [.integer(18), .integer(1), .integer(2)])
        #expect(detections.map(\.confidence) == [0.236, 0.5, 0.5])
        let box = try #require(detections[0].box)
        #expect([box.minX, box.minY, box.width, box.height] == [258.15, 41.29, 348.26, 243.78])
        #expect(detections[1].polygon == [.init(x: 10, y: 20), .init(x: 30, y: 20), .init(x: 20, y: 40.5)])
        #expect(detections[2].mask?.runs == [1, 2, 3])
        let person = try found(on: 73).detections[1]
        #expect(person.id == "7" && person.trackID == .integer(3))
        #expect(person.keypoints.map { $0?.point } == [.init(x: 5, y: 6), nil])
        #expect(person.keypoints.map { $0?.score } == [2, nil])
    }

    @Test(
        "name what cannot be drawn, in COCO's words",
        arguments: [
            (#""bbox": [1, 2, 3]"#, "$[0].bbox"),
            (#""segmentation": [[1, 2, 3, 4]]"#, "$[0].segmentation[0]"),
            (#""segmentation": [[1, 2, 3, 4, 5, "a"]]"#, "$[0].segmentation[0][5]"),
            (#""segmentation": [[9000, 2, 9003, 4, 9005, 6]]"#, "$[0].segmentation"),
            (#""segmentation": {"size": [2, 3], "counts": [1]}"#, "$[0].segmentation.counts"),
            (#""keypoints": [1, 2]"#, "$[0].keypoints"),
        ]
    )
    func faults(members: String, path: String) throws {
        let found = try found(on: 0, #"[{"image_id": 0, \#(members)}, {"image_id": 0, "bbox": [1, 2, 3, 4]}]"#)
        #expect(found.skipped.map(\.path) == [path])
        #expect(found.detections.map(\.path) == ["$[1]"])
    }

    @Test("name what they are drawn without", arguments: [("score", #""high""#), ("category_id", "[]")])
    func partFaults(member: String, value: String) throws {
        let found = try found(on: 0, #"[{"image_id": 0, "bbox": [1, 2, 3, 4], "\#(member)": \#(value)}]"#)
        #expect(found.skipped.map(\.path) == ["$[0].\(member)"])
        #expect(found.detections.map { $0.box?.width } == [3])
    }

    @Test("without an image, and beyond the limit, are counted and named")
    func leftOut() throws {
        let text = #"[{"image_id": 0, "bbox": [1, 2, 3, 4]}, 7, {"bbox": [1, 2, 3, 4]}]"#
        let output = try StageOutput(json: Array(text.utf8))
        #expect(output.skipped.map(\.path) == ["$[1].image_id", "$[2].image_id"])
        let limited = try found(on: 42, limit: 1)
        #expect(limited.detections.count == 1)
        #expect(
            limited.skipped == [
                SkippedPart(.beyondLimit, path: "$[2]", reason: "2 more detections; the limit for one frame is 1")
            ]
        )
    }

    @Test("are not what a list of anything else is")
    func others() {
        for text in ["[1]", #"[{"bbox": [1, 2, 3, 4]}]"#, #"[{"image_id": 3}]"#] {
            #expect(throws: StageOutputError.self) { try StageOutput(json: Array(text.utf8)) }
        }
    }
}
