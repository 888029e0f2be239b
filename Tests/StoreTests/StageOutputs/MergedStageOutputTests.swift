import Testing

@testable import Detections
@testable import Store

@Suite("A merged stage output")
struct MergedStageOutputTests {
    @Test("has each frame from the newest row that names it")
    func newest() throws {
        let merged = try merged(
            #"{"frames": [{"frame": 1, "timestamp": 1, "detections": [{"label": "old 1"}]}, {"frame": 2, "detections": [{}]}]}"#,
            #"{"frames": [{"frame": 4}, {"frame": 2, "timestamp": 2.5, "detections": [{"label": "new 2"}]}]}"#,
            #"{"frames": [{"frame": 4, "key": "k"}, {"frame": 3, "detections": []}, {"frame": 1, "detections": []}]}"#
        )
        #expect(merged.frames.map(\.frame.number) == [1, 2, 3, 4])
        #expect(merged.frames.map(\.row.text) == ["row-2", "row-1", "row-2", "row-2"])
        #expect(merged.frames.map(\.frame.timestamp) == [nil, 2.5, nil, nil])
        #expect(merged.frame(4)?.frame.key == "k" && merged.frame(5) == nil)
        let size = try #require(FrameSize(width: 10, height: 10))
        let second = try #require(merged.detections(of: 2, in: size))
        #expect(second.source?.identity.id.text == "row-1" && second.detections.detections.map(\.label) == ["new 2"])
        // The newest row says that there is nothing on frame 1, and that counts.
        let first = try #require(merged.detections(of: 1, in: size))
        #expect(first.source?.identity.id.text == "row-2" && first.detections.detections.isEmpty)
        #expect(merged.detections(of: 9, in: size) == nil)
    }

    @Test("reads each row by that row's own coordinates")
    func ownCoordinates() throws {
        let merged = try merged(
            CanonicalText.output(frames: #"{"frame": 0, "detections": [{"bbox": [1, 2, 3, 4]}]}"#),
            CanonicalText.output(
                coordinates: #"{"space": "normalized", "frame_base": 1}"#,
                frames: #"{"frame": 2, "detections": [{"bbox": [0.5, 0.5, 0.5, 0.5]}]}"#
            )
        )
        let size = try #require(FrameSize(width: 100, height: 10))
        #expect(merged.detections(of: 0, in: size)?.detections.detections.first?.box?.corners == [1, 2, 4, 6])
        #expect(merged.detections(of: 1, in: size)?.detections.detections.first?.box?.corners == [50, 5, 100, 10])
    }

    @Test("says which row a fault is in, where there are several")
    func faults() throws {
        let reason = "is a number, expected an object"
        let one = try merged(#"{"frames": [7]}"#)
        #expect(one.skipped == [SkippedPart(path: "$.frames[0]", reason: reason)])
        let two = try merged("{\"frames\": []}", #"{"frames": [{"frame": 1}, 7, {"frame": 1}]}"#)
        #expect(two.skipped == [SkippedPart(path: "$.frames[1]", reason: "\(reason) (stage output row-1)")])
        #expect(two.warnings.count == 1 && two.warnings.allSatisfy { $0.detail.hasSuffix(" (stage output row-1)") })
    }

    @Test("has the newest of the other members")
    func members() throws {
        let merged = try merged(#"{"stats": {"a": 1}, "zones": [1]}"#, #"{"stats": {"a": 2}}"#, #"{"frames": []}"#)
        #expect(merged.statsJSON == #"{"a": 2}"# && merged.zonesJSON == "[1]" && merged.linesJSON == nil)
    }

    /// Of rows `row-0`, `row-1`, …
    private func merged(_ texts: String...) throws -> MergedStageOutput {
        MergedStageOutput(
            parts: try texts.enumerated().map { index, text in
                .init(.init(.init(id: StageOutputID("row-\(index)"), revision: "")), try StageOutput(text))
            }
        )
    }
}
