import Testing

@testable import Detections
@testable import Store

@Suite("A member of a detection that cannot be used")
struct PartFaultTests {
    private static let box = #""bbox": [1, 1, 10, 10]"#
    /// A member, the path of its fault from the detection on, and the reason.
    private static let faults: [(member: String, path: String, reason: String)] = [
        (#""confidence": NaN"#, ".confidence", "is nan, which is no finite number"),
        (#""confidence": "high""#, ".confidence", "is a string, expected a number"),
        (#""confidence": [0.9]"#, ".confidence", "is an array, expected a number"),
        (#""angle": [1]"#, ".angle", "is an array, expected a number"),
        (#""label": {"name": "car"}"#, ".label", "is an object, expected a text"),
        (#""label": true"#, ".label", "is true or false, expected a text"),
        (#""label": NaN"#, ".label", "is nan, which is no finite number"),
        (#""id": []"#, ".id", "is an array, expected a text"),
        (#""text": {}"#, ".text", "is an object, expected a text"),
        (#""reason": false"#, ".reason", "is true or false, expected a text"),
        (#""class_id": 1.5"#, ".class_id", "is 1.5, expected a whole number or a text"),
        (#""track_id": {}"#, ".track_id", "is an object, expected a whole number or a text"),
        (#""track_id": Infinity"#, ".track_id", "is inf, expected a whole number or a text"),
        (#""status": 1"#, ".status", "is a number, expected \"kept\" or \"dropped\""),
        (#""source_frame": -1"#, ".source_frame", "is not a frame's number, expected 0 or more, up to 2^53"),
        (#""source_frame": "x""#, ".source_frame", "is not a frame's number, expected 0 or more, up to 2^53"),
        (#""skeleton": [[0, 1], [0, -1]]"#, ".skeleton[1]", "is [0, -1], expected two indices of key points"),
        (#""skeleton": [[0]]"#, ".skeleton[0]", "has 1 numbers, expected [from, to]"),
        (#""skeleton": 17"#, ".skeleton", "is a number, expected a name or an array of pairs [0, 1]"),
        (
            #""keypoints": [[1, 2]], "skeleton": [[0, 1]]"#, ".skeleton[0]",
            "names key point 1, there are 1, counted from 0"
        ),
        (
            #""keypoints": [[1, 2], [3, 4, NaN]]"#, ".keypoints[1]",
            "has nan in it, expected finite numbers [x, y] or [x, y, score]"
        ),
        (#""polygon": [[1, 2], [3, 4]]"#, ".polygon", "has 2 points, expected at least 3"),
        (#""polyline": [[1, -2], [7, -1]]"#, ".polyline", "lies entirely outside the 100×50 frame"),
        (#""score": {}"#, ".score", "is an object, expected a number"),
    ]

    @Test("is named, and the rest is drawn", arguments: faults)
    func partial(fault: (member: String, path: String, reason: String)) throws {
        let result = try StageOutput(CanonicalText.output(detections: "{\(Self.box), \(fault.member)}")).decoded()
        let path = "$.frames[0].detections[0]\(fault.path)"
        #expect(result.skipped.map(\.path) == [path])
        #expect(result.skipped.map(\.reason) == ["\(fault.reason): drawn without it"])
        #expect(result.detections.map { $0.box?.corners } == [[1, 1, 11, 11]])
    }

    @Test("costs nothing else, wherever it stands among them")
    func order() throws {
        let members = [Self.box, #""confidence": NaN"#, #""label": "bus""#, #""track_id": 4"#]
        for shift in members.indices {
            let text = (members[shift...] + members[..<shift]).joined(separator: ", ")
            let detection = try #require(
                try StageOutput(CanonicalText.output(detections: "{\(text)}")).decoded().detections.first
            )
            #expect(detection.label == "bus" && detection.trackID == .integer(4) && detection.box != nil)
            #expect(detection.confidence == nil)
        }
    }

    @Test("loses a detection only where nothing says any more where it is")
    func lost() throws {
        let result = try StageOutput(
            CanonicalText.output(
                detections: #"{"bbox": [1], "label": {}, "polygon": [[1]]}"#,
                #"{"bbox": [1], "polygon": [[1, 1], [9, 1], [9, 9]]}"#,
                #"{"label": {}}"#
            )
        ).decoded()
        #expect(result.detections.map(\.position.detectionIndex) == [1, 2])
        #expect(
            result.skipped.map(\.path) == [
                "$.frames[0].detections[0].bbox", "$.frames[0].detections[1].bbox", "$.frames[0].detections[2].label",
            ]
        )
    }

    @Test("is one bone of a skeleton whose joint is lost, but not one whose joint was not found")
    func bones() throws {
        let text = #"""
            {"bbox": [1, 1, 9, 9], "keypoints": [[3, 3, 0.9], [NaN, NaN, 0], [4, 4, 0.7], null],
             "skeleton": [[0, 1], [0, 2], [0, 3]]}
            """#
        let result = try StageOutput(CanonicalText.output(detections: text)).decoded()
        let detection = try #require(result.detections.first)
        #expect(detection.keypoints.map { $0?.point.x } == [3, nil, 4, nil])
        #expect(detection.skeleton == .bones([Skeleton.Bone(start: 0, end: 2)]))
        #expect(
            result.skipped.map(\.path) == [
                "$.frames[0].detections[0].keypoints[1]", "$.frames[0].detections[0].skeleton[0]",
            ]
        )
    }
}
