import Testing

@testable import Detections
@testable import Store

@Suite("A detection that cannot be used")
struct SkipRuleTests {
    /// A detection, the path of its fault from the detection on, and the reason.
    private static let faults: [(detection: String, path: String, reason: String)] = [
        ("7", "", "is a number, expected an object"),
        ("null", "", "is null, expected an object"),
        ("[1, 2, 3, 4]", "", "is an array, expected an object"),
        (#""person""#, "", "is a string, expected an object"),
        (#"{"bbox": [1, 2, 3]}"#, ".bbox", "has 3 numbers, expected [x, y, width, height]"),
        (#"{"bbox": []}"#, ".bbox", "has 0 numbers, expected [x, y, width, height]"),
        (#"{"bbox": [1, 2, null, 4]}"#, ".bbox", "has null in it, expected [x, y, width, height]"),
        (#"{"bbox": [1, 2, NaN, 4]}"#, ".bbox", "has nan in it, expected finite numbers [x, y, width, height]"),
        (#"{"bbox": [-Infinity, 2, 3, 4]}"#, ".bbox", "has -inf in it, expected finite numbers [x, y, width, height]"),
        (#"{"bbox": [1e400, 2, 3, 4]}"#, ".bbox", "has inf in it, expected finite numbers [x, y, width, height]"),
        (#"{"bbox": [50, 20, -3, 4]}"#, ".bbox", "has a negative size: x 50, y 20, width -3, height 4"),
        (#"{"bbox": [50, 20, 3, -4.5]}"#, ".bbox", "has a negative size: x 50, y 20, width 3, height -4.5"),
        (#"{"bbox": [50, 20, 0, 4]}"#, ".bbox", "has no area: x 50, y 20, width 0, height 4"),
        (#"{"bbox": [50, 20, 4, 1e-30]}"#, ".bbox", "has no area: x 50, y 20, width 4, height 1e-30"),
        (#"{"bbox": [100, 2, 3, 4]}"#, ".bbox", "lies entirely outside the 100×50 frame: x 100…103, y 2…6"),
        (#"{"bbox": [-5, 2, 5, 4]}"#, ".bbox", "lies entirely outside the 100×50 frame: x -5…0, y 2…6"),
        (#"{"bbox": [5, 50, 5, 4]}"#, ".bbox", "lies entirely outside the 100×50 frame: x 5…10, y 50…54"),
        (#"{"bbox": [5, -9, 5, 4]}"#, ".bbox", "lies entirely outside the 100×50 frame: x 5…10, y -9…-5"),
        (
            #"{"bbox": [200, 9, 5, 4], "angle": 45}"#, ".bbox",
            "lies entirely outside the 100×50 frame: x 200…205, y 9…13"
        ),
        (#"{"bbox": [1, 2, 1000001, 4]}"#, ".bbox", "reaches 1000002 px, beyond ±1000000"),
        (#"{"bbox": [-1e300, 2, 1e300, 4]}"#, ".bbox", "reaches -1e+300 px, beyond ±1000000"),
        (#"{"bbox": [1e308, 1e308, 1e308, 1e308]}"#, ".bbox", "reaches 1e+308 px, beyond ±1000000"),
        (#"{"polygon": [[1, 2], [3, 4]]}"#, ".polygon", "has 2 points, expected at least 3"),
        (#"{"polygon": [[1, 2], [3, 4], [5]]}"#, ".polygon[2]", "has 1 numbers, expected [x, y]"),
        (#"{"polygon": [[1, 2], [3, NaN], [5, 6]]}"#, ".polygon[1]", "has nan in it, expected finite numbers [x, y]"),
        (#"{"polygon": "M 0 0"}"#, ".polygon", "is a string, expected an array of points [x, y]"),
        (#"{"polygon": [[1, 2], [3, 4], [5, -1e7]]}"#, ".polygon[2]", "reaches -10000000 px, beyond ±1000000"),
        (#"{"polygon": [[101, 2], [103, 4], [105, 6]]}"#, ".polygon", "lies entirely outside the 100×50 frame"),
        (#"{"polyline": [[1, 2]]}"#, ".polyline", "has 1 points, expected at least 2"),
        (#"{"polyline": [[1, -2], [7, -1]]}"#, ".polyline", "lies entirely outside the 100×50 frame"),
        (#"{"quad": [[1, 2], [3, 4], [5, 6]]}"#, ".quad", "has 3 points, expected 4"),
        (#"{"quad": [[1, 2], [3, 4], [5, 6], [7, 8], [9, 9]]}"#, ".quad", "has 5 points, expected 4"),
        (#"{"quad": [[1, 52], [3, 54], [5, 56], [7, 58]]}"#, ".quad", "lies entirely outside the 100×50 frame"),
        (#"{"keypoints": [[-1, 2], [-3, 4]]}"#, ".keypoints", "lies entirely outside the 100×50 frame"),
        (
            #"{"mask": {"size": [2, 2], "counts": [1, 2]}}"#, ".mask.counts",
            "has runs of 3 pixels in all, its size is 4"
        ),
        (
            #"{"mask": {"size": [2, 2], "counts": [5, -1]}}"#, ".mask.counts[1]",
            "is -1, expected a whole number from 0 to 100000000"
        ),
        (
            #"{"mask": {"size": [2, 2], "counts": [1, 2.5]}}"#, ".mask.counts[1]",
            "is 2.5, expected a whole number from 0 to 100000000"
        ),
        (#"{"mask": {"size": [2, 2], "counts": [1, "3"]}}"#, ".mask.counts[1]", "is a string, expected a whole number"),
        (
            #"{"mask": {"size": [3, 4], "counts": "0 "}}"#, ".mask.counts",
            "has byte 32 at 1, which no compressed run contains"
        ),
        (#"{"mask": {"size": [3, 4], "counts": "0\\"}}"#, ".mask.counts", "ends in the middle of a compressed run"),
        (#"{"mask": {"size": [3, 4], "counts": "O"}}"#, ".mask.counts", "has -1 as run 0"),
        (
            #"{"mask": {"counts": "0=", "size": [3, 4]}}"#, ".mask.counts",
            "has runs of 13 pixels in all, its size is 12"
        ),
        (
            #"{"mask": {"size": [3, 4], "counts": 12}}"#, ".mask.counts",
            "is a number, expected an array of run lengths or a compressed string"
        ),
        (#"{"mask": {"size": [12], "counts": [12]}}"#, ".mask.size", "is not two whole numbers [height, width]"),
        (#"{"mask": {"size": [3, 4, 1], "counts": [12]}}"#, ".mask.size", "is not two whole numbers [height, width]"),
        (#"{"mask": {"size": 12, "counts": [12]}}"#, ".mask.size", "is a number, expected [height, width]"),
        (
            #"{"mask": {"size": [10001, 10000], "counts": [1]}}"#, ".mask.size",
            "is 10001 high and 10000 wide; both must be at least 1 and their product at most 100000000"
        ),
        (
            #"{"mask": {"size": [0, 4], "counts": []}}"#, ".mask.size",
            "is 0 high and 4 wide; both must be at least 1 and their product at most 100000000"
        ),
        (#"{"mask": {"size": [2, 2]}}"#, ".mask", "has neither size and counts nor a key"),
        (#"{"mask": {}}"#, ".mask", "has neither size and counts nor a key"),
        (#"{"mask": "masks/1.png"}"#, ".mask", "is a string, expected an object"),
        (#"{"bbox": [1, 2, "a", 4]}"#, ".bbox", "has a string in it, expected [x, y, width, height]"),
        (#"{"bbox": [1, 2, 3, 4, 5, 6]}"#, ".bbox", "has 6 numbers, expected [x, y, width, height]"),
        (
            #"{"bbox": {"x": 1, "q": 2}}"#, ".bbox",
            "has the members q, x, expected x, y, width, height; x1, y1, x2, y2; left, top, width, height; or "
                + "xmin, ymin, xmax, ymax"
        ),
        (#"{"polygon": [1, 2, 3, 4, 5]}"#, ".polygon", "has 5 numbers, expected x and y of each point"),
        (#"{"keypoints": [[1]]}"#, ".keypoints[0]", "has 1 numbers, expected [x, y] or [x, y, score]"),
        (#"{"mask": {"key": 7}}"#, ".mask.key", "is a number, expected a text"),
        (#"{"mask": {"key": ""}}"#, ".mask.key", "is empty"),
        (#"{"bbox": [1], "label": {}, "polygon": [[1]]}"#, ".bbox", "has 1 numbers, expected [x, y, width, height]"),
    ]

    @Test("is skipped, named and explained, and the others stay", arguments: faults)
    func skipped(fault: (detection: String, path: String, reason: String)) throws {
        let good = #"{"label": "good", "bbox": [1, 1, 10, 10]}"#
        let frames = #"{"frame": 5}, {"frame": 6, "detections": [\#(good), \#(fault.detection), \#(good)]}"#
        let result = try StageOutput(CanonicalText.output(frames: frames)).decoded(6)
        #expect(result.skipped == [Self.part("$.frames[1].detections[1]\(fault.path)", fault.reason)])
        #expect(result.detections.map(\.path) == ["$.frames[1].detections[0]", "$.frames[1].detections[2]"])
        #expect(result.detections.allSatisfy { $0.label == "good" })
    }

    @Test(
        "is one whose corners are swapped",
        arguments: [
            ("xyxy", "[30, 2, 10, 8]", "x1 30, y1 2, x2 10, y2 8"),
            ("xyxy", "[10, 8, 30, 2]", "x1 10, y1 8, x2 30, y2 2"),
            ("yxyx", "[8, 10, 2, 30]", "y1 8, x1 10, y2 2, x2 30"),
            ("yxyx", "[2, 30, 8, 10]", "y1 2, x1 30, y2 8, x2 10"),
        ]
    )
    func swapped(layout: String, bbox: String, numbers: String) throws {
        let coordinates = "{\"box\": \"\(layout)\"}"
        let result = try StageOutput(CanonicalText.output(coordinates: coordinates, detections: "{\"bbox\": \(bbox)}"))
            .decoded()
        let reason = "has its corners swapped: \(numbers)"
        #expect(result.skipped == [SkippedPart(path: "$.frames[0].detections[0].bbox", reason: reason)])
    }

    @Test("is not one that merely touches the frame, is turned into it, or has no geometry")
    func kept() throws {
        let result = try StageOutput(
            CanonicalText.output(
                detections: #"{"bbox": [99.5, 49.5, 1000, 1000]}"#,
                #"{"bbox": [-999, -999, 999.5, 999.5]}"#,
                #"{"bbox": [-9, 16, 8, 12], "angle": 45}"#,
                #"{"bbox": [102, 5, 10, 40], "angle": 90}"#,
                #"{"polyline": [[100, 10], [100, 40]]}"#,
                #"{"polygon": [[-50, -50], [150, -50], [50, 200]]}"#,
                #"{"keypoints": [[-3, 4], [5, 6]]}"#,
                #"{"label": "night"}"#,
                "{}",
                #"{"polygon": [], "polyline": [], "quad": [], "keypoints": [], "skeleton": []}"#
            )
        ).decoded()
        #expect(result.skipped.isEmpty)
        #expect(result.detections.count == 10)
        #expect(result.detections.last?.hasGeometry == false)
    }

    @Test("is counted, and not listed, beyond the limit for one frame")
    func limit() throws {
        let count = 1_000_000
        let detections = Array(repeating: "{}", count: count).joined(separator: ",")
        let output = try StageOutput(CanonicalText.output(detections: detections))
        #expect(output.frame(0)?.detectionCount == count)
        let result = try output.decoded()
        #expect(result.detections.count == StageOutput.detectionLimit)
        let path = "$.frames[0].detections[50000:]"
        #expect(
            result.skipped == [
                SkippedPart(
                    .beyondLimit,
                    path: path,
                    reason: "950000 more detections; the limit for one frame is 50000"
                )
            ]
        )
    }

    @Test("counts towards the limit", arguments: [0, 1, 2, 3, 4])
    func smallLimit(limit: Int) throws {
        let text = CanonicalText.output(detections: "{}", "7", "{}")
        let size = try #require(FrameSize(width: 10, height: 10))
        let result = try #require(try StageOutput(text).detections(of: 0, in: size, limit: limit))
        var skipped: [SkippedPart] = []
        if limit > 1 {
            skipped.append(SkippedPart(path: "$.frames[0].detections[1]", reason: "is a number, expected an object"))
        }
        if limit < 3 {
            let reason = "\(3 - limit) more detections; the limit for one frame is \(limit)"
            skipped.append(SkippedPart(.beyondLimit, path: "$.frames[0].detections[\(limit):]", reason: reason))
        }
        #expect(result.skipped == skipped)
        #expect(result.detections.count == [0, 1, 1, 2, 2][limit])
    }

    @Test("is a whole frame's where `detections` is no array")
    func noArray() throws {
        for (value, kind) in [("{}", "an object"), ("7", "a number"), ("\"x\"", "a string"), ("true", "true or false")]
        {
            let result = try StageOutput(CanonicalText.output(frames: "{\"frame\": 0, \"detections\": \(value)}"))
                .decoded()
            let reason = "is \(kind), expected an array"
            #expect(result.skipped == [SkippedPart(path: "$.frames[0].detections", reason: reason)])
        }
        let result = try StageOutput(CanonicalText.output(frames: #"{"frame": 0, "detections": null}"#)).decoded()
        #expect(result == FrameDetections(frame: 0))
    }

    /// The part with the code that its reason calls for.
    private static func part(_ path: String, _ reason: String) -> SkippedPart {
        let codes: [(start: String, code: SkippedPart.Code)] = [
            ("lies entirely outside", .outsideFrame), ("reaches", .beyondLimit),
        ]
        let code = codes.first { reason.hasPrefix($0.start) }?.code ?? .malformed
        return SkippedPart(code, path: path, reason: reason)
    }
}
