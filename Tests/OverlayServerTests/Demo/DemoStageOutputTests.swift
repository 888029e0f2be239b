import Render
import Testing

@testable import Demo
@testable import Detections
@testable import OverlayServer
@testable import OverlayService

@Suite("DemoStageOutput")
struct DemoStageOutputTests {
    /// Made once for all tests.
    private static let standard = DemoTimeline().stageOutputs()

    private let outputs = standard
    private let extracted: ParsedOutput
    private let detected: ParsedOutput
    private let tracked: ParsedOutput

    init() throws {
        try #require(outputs.map(\.stage) == ["extract_frames", "detect_objects", "track_objects"])
        extracted = try ParsedOutput(outputs[0])
        detected = try ParsedOutput(outputs[1])
        tracked = try ParsedOutput(outputs[2])
    }

    @Test func `The same seed gives the same JSON, another seed gives another`() {
        #expect(DemoTimeline().stageOutputs().map(\.json) == outputs.map(\.json))
        #expect(DemoTimeline(seed: 8).stageOutputs()[1].json != outputs[1].json)
    }

    @Test func `Frames are a tenth of a second apart and say their size`() {
        for (index, frame) in extracted.frames.enumerated() {
            #expect(frame.frame == index)
            #expect(frame.timestamp == Double(index) / Double(DemoTimeline.framesPerSecond))
            #expect(frame.width == 1280 && frame.height == 720)
        }
    }

    @Test func `Coordinates are declared as pixels of the frame`() {
        let expected = ParsedOutput.Coordinates(space: "pixels", box: "xywh", width: 1280, height: 720, frame_base: 0)
        #expect(detected.coordinates == expected)
        #expect(tracked.coordinates == expected)
    }

    @Test func `Every box is inside the frame and every confidence in 0…1`() throws {
        for (frame, detection) in detected.detections + tracked.detections {
            let box = detection.bbox
            try #require(box.count == 4)
            #expect(box[0] >= 0 && box[1] >= 0 && box[2] >= 1 && box[3] >= 1, "frame \(frame): \(box)")
            #expect(box[0] + box[2] < 1280.001 && box[1] + box[3] < 720.001, "frame \(frame): \(box)")
            #expect(0...1 ~= detection.confidence)
        }
    }

    @Test func `Ids are unique and begin with their frame`() {
        for output in [detected, tracked] {
            let ids = output.detections.map(\.detection.id)
            #expect(Set(ids).count == ids.count)
            #expect(output.detections.allSatisfy { $0.detection.id.hasPrefix("\($0.frame)-") })
        }
    }

    @Test func `Every reason for dropping occurs, and only on dropped detections`() {
        for (_, detection) in detected.detections {
            #expect(detection.status == (detection.reason == nil ? "kept" : "dropped"))
        }
        let reasons = Set(detected.detections.compactMap(\.detection.reason))
        #expect(reasons == ["nms", "low_confidence", "occluded"])
    }

    @Test func `Four classes are found, each under one number, and a dozen objects or more on most frames`() {
        let classes = Set(detected.detections.map { "\($0.detection.class_id) \($0.detection.label)" })
        #expect(classes == ["0 player", "1 goalkeeper", "2 referee", "3 ball"])
        let busy = detected.frames.filter { ($0.detections ?? []).count { $0.status == "kept" } >= 12 }
        #expect(busy.count > detected.frames.count * 9 / 10)
    }

    @Test func `A kept detection has a track on its frame with the same box`() {
        let tracks = Dictionary(grouping: tracked.detections.filter { $0.detection.source_frame == nil }, by: \.frame)
        let kept = Dictionary(grouping: detected.detections.filter { $0.detection.status == "kept" }, by: \.frame)
        for (frame, detections) in kept {
            #expect(Set(tracks[frame, default: []].map(\.detection.bbox)) == Set(detections.map(\.detection.bbox)))
        }
    }

    @Test func `A track occurs once on a frame and keeps its label`() {
        for frame in tracked.frames {
            let ids = (frame.detections ?? []).compactMap(\.track_id)
            #expect(Set(ids).count == frame.detections?.count)
        }
        for (id, entries) in Dictionary(grouping: tracked.detections, by: { $0.detection.track_id }) {
            #expect(Set(entries.map(\.detection.label)).count == 1, "track \(String(describing: id))")
        }
    }

    @Test func `Some tracks coast from an earlier frame on which they were found`() throws {
        let coasting = tracked.detections.filter { $0.detection.source_frame != nil }
        #expect(Set(coasting.map { $0.frame - ($0.detection.source_frame ?? 0) }) == [1, 2, 3])
        for (_, detection) in coasting {
            let source = try #require(detection.source_frame)
            let origin = tracked.frames[source].detections?.first { $0.track_id == detection.track_id }
            #expect(origin != nil && origin?.source_frame == nil)
        }
    }

    @Test func `Two tracks overlap and change sides`() {
        let tracks = Dictionary(grouping: tracked.detections) { $0.detection.track_id ?? 0 }
            .mapValues { Dictionary($0.map { ($0.frame, $0.detection) }, uniquingKeysWith: { first, _ in first }) }
        let crossings = tracks.keys.flatMap { first in
            tracks.keys.filter { $0 > first }.filter { cross(tracks[first] ?? [:], tracks[$0] ?? [:]) }
        }
        #expect(!crossings.isEmpty)
    }

    /// True when the boxes overlap on a frame, one left of the other shortly before and right of it shortly after.
    private func cross(_ one: [Int: ParsedOutput.Detection], _ other: [Int: ParsedOutput.Detection]) -> Bool {
        func side(_ frame: Int) -> Double? {
            guard let first = one[frame], let second = other[frame] else { return nil }
            return first.bbox[0] - second.bbox[0]
        }
        return one.contains { frame, detection in
            guard let counterpart = other[frame], detection.overlaps(counterpart) else { return false }
            guard let before = side(frame - 8), let after = side(frame + 8) else { return false }
            return before * after < 0
        }
    }
}
