import Testing

@testable import Detections
@testable import Store

@Suite("A stage output")
struct StageOutputTests {
    @Test("names its frames in order, however they are written")
    func frames() throws {
        let output = try StageOutput(
            CanonicalText.output(
                frames: #"{"detections": [{"label": "x"}], "frame": 12, "timestamp": 4.0}"#,
                #"{"frame": 3.0}"#,
                #"{"frame": "7", "timestamp": null, "detections": []}"#,
                #"{"frame": 0, "key": "timelines/t/frames/000000.jpg", "width": 1920, "height": 1080, "timestamp": 0}"#
            )
        )
        #expect(
            output.frames == [
                OutputFrame(
                    number: 0,
                    timestamp: 0,
                    key: "timelines/t/frames/000000.jpg",
                    size: FrameSize(width: 1920, height: 1080)
                ),
                OutputFrame(number: 3), OutputFrame(number: 7),
                OutputFrame(number: 12, timestamp: 4, detectionCount: 1),
            ]
        )
        #expect(output.frames.count == 4 && output.frame(7) != nil && output.frame(8) == nil)
        #expect(output.frame(3) == OutputFrame(number: 3) && output.frame(4) == nil && output.frame(-1) == nil)
        #expect(try output.decoded(12).timestamp == 4)
        #expect(output.skipped.isEmpty && output.warnings.isEmpty)
        let size = try #require(FrameSize(width: 1, height: 1))
        #expect(output.detections(of: 4, in: size) == nil)
    }

    @Test("counts frames from 0, also where its own numbers start at 1")
    func base() throws {
        let output = try StageOutput(
            CanonicalText.output(
                coordinates: #"{"frame_base": 1}"#,
                frames: #"{"frame": 1}"#,
                #"{"frame": 0}"#,
                #"{"frame": 9}"#
            )
        )
        #expect(output.frames.map(\.number) == [0, 8])
        #expect(
            output.skipped == [SkippedPart(path: "$.frames[1].frame", reason: "is 0, expected 1 or more, up to 2^53")]
        )
    }

    @Test("takes the later of two frames with one number, and says so")
    func repeats() throws {
        let output = try StageOutput(
            CanonicalText.output(
                frames: #"{"frame": 4, "detections": [{"label": "old"}, {}]}"#,
                #"{"frame": 2}"#,
                #"{"frame": 4.0, "detections": [{"label": "newer"}]}"#,
                #"{"frame": "4", "detections": [{"label": "newest"}]}"#
            )
        )
        #expect(output.frames.map(\.number) == [2, 4])
        #expect(try output.decoded(4).detections.map(\.label) == ["old", nil, "newer", "newest"])
        #expect(try output.decoded(4).detections.last?.path == "$.frames[3].detections[0]")
        #expect(
            output.warnings.map(\.detail) == [
                "2 of the frames repeat a number, and their detections add up; the first is frame 4, "
                    + "at $.frames[0] and $.frames[2]"
            ]
        )
    }

    @Test(
        "leaves out a frame that is none, and names it",
        arguments: [
            ("7", "", "is a number, expected an object"), ("null", "", "is null, expected an object"),
            ("[]", "", "is an array, expected an object"),
            ("{}", ".frame", "is not a whole number, so the frame is left out"),
            (#"{"frame": null}"#, ".frame", "is not a whole number, so the frame is left out"),
            (#"{"frame": 1.5}"#, ".frame", "is not a whole number, so the frame is left out"),
            (#"{"frame": "x1"}"#, ".frame", "is not a whole number, so the frame is left out"),
            (#"{"frame": NaN}"#, ".frame", "is not a whole number, so the frame is left out"),
            (#"{"frame": [3]}"#, ".frame", "is not a whole number, so the frame is left out"),
            (#"{"frame": -1}"#, ".frame", "is -1, expected 0 or more, up to 2^53"),
            (#"{"frame": 9223372036854775807}"#, ".frame", "is 9223372036854775807, expected 0 or more, up to 2^53"),
        ]
    )
    func badFrame(frame: String, path: String, reason: String) throws {
        let output = try StageOutput(CanonicalText.output(frames: #"{"frame": 0}"#, frame, #"{"frame": 2}"#))
        #expect(output.frames.map(\.number) == [0, 2])
        #expect(output.skipped == [SkippedPart(path: "$.frames[1]\(path)", reason: reason)])
    }

    @Test(
        "keeps a frame without the part that is wrong, and names the part",
        arguments: [
            (#""timestamp": "4.0""#, "timestamp", "is not a finite number; the frame is kept without it"),
            (#""timestamp": NaN"#, "timestamp", "is not a finite number; the frame is kept without it"),
            (#""key": 7"#, "key", "is not a text; the frame is kept without it"),
            (#""width": 10.5, "height": 8"#, "width", "is not a whole number; the frame is kept without it"),
            (#""width": 10, "height": "x""#, "height", "is not a whole number; the frame is kept without it"),
            (#""width": 0, "height": 8"#, "width", "is 0 with height 8, which is no picture's size; it is ignored"),
        ]
    )
    func badPart(part: String, field: String, reason: String) throws {
        let output = try StageOutput(CanonicalText.output(frames: "{\"frame\": 3, \(part)}"))
        #expect(output.frames == [OutputFrame(number: 3)])
        #expect(output.skipped == [SkippedPart(path: "$.frames[0].\(field)", reason: reason)])
    }

    @Test("lists a thousand faults and counts the rest")
    func manyFaults() throws {
        let output = try StageOutput("{\"frames\": [\(Array(repeating: "7", count: 5_000).joined(separator: ","))]}")
        #expect(output.skipped.count == 1_001)
        #expect(output.skipped.last == SkippedPart(path: "$.frames", reason: "has 4000 more parts that are left out"))
    }

    @Test("gives the text of its other members")
    func members() throws {
        let output = try StageOutput(#"{"stats": {"fps": 24.1}, "zones": [1, 2], "lines" : [ ] , "frames": null}"#)
        #expect(output.statsJSON == #"{"fps": 24.1}"# && output.zonesJSON == "[1, 2]" && output.linesJSON == "[ ]")
        #expect(output.frames.isEmpty && output.warnings.isEmpty)
        #expect(try StageOutput(#"{"frames": []}"#).statsJSON == nil)
        #expect(try StageOutput(#"{"stats": {}, "stats": 7}"#).statsJSON == "7")
    }

    @Test("takes the last of a member that is given twice")
    func lastWins() throws {
        let text =
            #"{"frames": [7, {"frame": 1}], "coordinates": {"box": "x"}, "coordinates": {}, "frames": [{"frame": 2}]}"#
        let output = try StageOutput(text)
        #expect(output.frames.map(\.number) == [2] && output.skipped.isEmpty)
    }

    @Test("may say that it is what is really there", arguments: [("true", true), ("false", false), ("null", false)])
    func groundTruth(value: String, expected: Bool) throws {
        #expect(try StageOutput(#"{"ground_truth": \#(value), "frames": []}"#).isGroundTruth == expected)
        #expect(try !StageOutput(#"{"frames": []}"#).isGroundTruth)
        let error = StageOutputError.wrongType(field: "$.ground_truth", found: "a string", expected: "true or false")
        #expect(throws: error) { try StageOutput(#"{"ground_truth": "yes", "frames": []}"#) }
    }

    @Test("that has no known member is suspect")
    func nothingKnown() throws {
        let message =
            "the output has none of the members that it may have: coordinates, format, frames, stats, zones, lines, match, frame_base, frame_step, number_base, names, ground_truth"
        #expect(try StageOutput("{}").warnings.map(\.detail) == [message])
        let named = try StageOutput(#"{"results": [], "model": "x"}"#).warnings.map(\.detail)
        #expect(named == ["\(message); it has results, model"])
    }

    @Test(
        "is an object in a known format, or an error that says what it is instead",
        arguments: [
            (
                #"[{"label": "a", "bbox": [1, 2, 3, 4]}]"#,
                "$ is an array of something else, expected frames, each with its number as \"frame\" and its "
                    + "\"detections\", or COCO results"
            ),
            ("7", "$ is a number, expected an object"),
            ("NaN", "$ is a number, expected an object"), ("null", "$ is null, expected an object"),
            (#"{"frames": "x"}"#, "$.frames is a string, expected an array"),
            (#"{"format": "coco"}"#, "$.format is \"coco\", expected one of: canonical, coco_results"),
            (#"{"format": 1}"#, "$.format is a number, expected one of: canonical, coco_results"),
            ("", "not JSON: the text ends in the middle of a value, at line 1, column 1 (byte 0)"),
            ("{\n\"frames\":[\n]", "not JSON: the text ends in the middle of a value, at line 3, column 2 (byte 14)"),
            ("{}x", "not JSON: 'x' where the end of the text should be, at line 1, column 3 (byte 2)"),
        ]
    )
    func errors(text: String, message: String) {
        #expect { try StageOutput(text) } throws: { "\($0)" == message }
    }

    @Test("may declare the canonical format")
    func format() throws {
        #expect(try StageOutput(#"{"format": "canonical"}"#).format.name == "canonical")
        #expect(try StageOutput(#"{"format": null}"#).format.name == "canonical")
    }
}
