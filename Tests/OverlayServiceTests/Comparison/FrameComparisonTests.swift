import Detections
import Foundation
import Store
import Testing

@testable import OverlayService

@Suite("A comparison of two outputs")
struct ComparisonTests {
    private let size = FrameSize(width: 400, height: 300)

    private func detections(_ text: String) throws -> [Detection] {
        let json = #"{"frames": [{"frame": 0, "detections": [\#(text)]}]}"#
        let found = try StageOutput(json: Array(json.utf8)).detections(of: 0, in: try #require(size))
        return try #require(found).detections
    }

    private func things(
        _ current: String,
        _ reference: String,
        _ rule: ComparisonRule = ComparisonRule()
    ) throws -> [FrameComparison.Thing] {
        let size = try #require(size)
        return FrameComparison(try detections(current), with: try detections(reference), on: size, rule).things
    }

    @Test(
        "says of each thing what has become of it",
        arguments: [
            (#""label": "a", "bbox": [10, 10, 100, 100]"#, [Difference.same]),
            (#""label": "a", "bbox": [20, 10, 100, 100]"#, [.moved]),
            (#""label": "b", "bbox": [10, 10, 100, 100]"#, [.classChanged]),
            (#""label": "b", "bbox": [20, 10, 100, 100]"#, [.moved, .classChanged]),
            (#""label": "a", "confidence": 0.4, "bbox": [10, 10, 100, 100]"#, [.confidenceChanged]),
            (#""label": "a", "confidence": 0.7, "bbox": [10, 10, 100, 100]"#, [.same]),
        ]
    )
    func kinds(current: String, expected: [Difference]) throws {
        let things = try things(
            "{\(current)}",
            #"{"label": "a", "confidence": 0.75, "bbox": [10, 10, 100, 100]}"#
        )
        #expect(things.map(\.differences) == [expected])
    }

    @Test("tells what is added and what is lost, and why a side dropped it")
    func addedAndLost() throws {
        let things = try things(
            #"""
            {"label": "a", "bbox": [10, 10, 50, 50]},
            {"label": "a", "bbox": [300, 200, 50, 50], "status": "dropped", "reason": "nms"}
            """#,
            #"""
            {"label": "a", "bbox": [200, 10, 50, 50]}, {"label": "a", "bbox": [300, 200, 50, 50]},
            {"label": "a", "bbox": [12, 10, 50, 50], "status": "dropped", "reason": "low"}
            """#
        )
        #expect(things.map(\.differences) == [[.added], [.lost], [.lost]])
        #expect(things.map(\.dropReason) == ["low", nil, "nms"])
        #expect(things.map { $0.current != nil } == [true, false, false])
    }

    @Test("matches things of one class first, and so that similarities add up to most")
    func matching() throws {
        // The nearest of another class does not take the place of one of the same class that is near enough.
        let classes = try things(
            #"{"label": "a", "bbox": [10, 10, 100, 100]}"#,
            #"{"label": "b", "bbox": [10, 10, 100, 100]}, {"label": "a", "bbox": [30, 10, 100, 100]}"#
        )
        #expect(classes.map(\.differences) == [[.moved], [.lost]])
        // Each with its nearest would leave one of each side alone.
        let shifted = try things(
            #"{"bbox": [10, 10, 100, 100]}, {"bbox": [30, 10, 100, 100]}"#,
            #"{"bbox": [28, 10, 100, 100]}, {"bbox": [48, 10, 100, 100]}"#
        )
        #expect(shifted.allSatisfy { $0.differences == [.moved] } && shifted.count == 2)
    }

    @Test("leaves out what is below the least confidence on each side")
    func confidence() throws {
        var rule = ComparisonRule()
        rule.minConfidence = 0.5
        let things = try things(
            #"{"bbox": [10, 10, 100, 100], "confidence": 0.6}"#,
            #"{"bbox": [10, 10, 100, 100], "confidence": 0.4}"#,
            rule
        )
        #expect(things.map(\.differences) == [[.added]])
    }

    private func output(_ frames: [(Int, String)], members: String = "") throws -> MergedStageOutput {
        let entries = frames.map { #"{"frame": \#($0), "detections": [\#($1)]}"# }.joined(separator: ",")
        let output = try StageOutput(json: Array(#"{\#(members)"frames": [\#(entries)]}"#.utf8))
        let identity = StageOutputRow.Identity(id: StageOutputID("1"), revision: "\(entries.hashValue)")
        return MergedStageOutput(parts: [.init(.init(identity), output)])
    }

    private func timeline(_ current: MergedStageOutput, _ reference: MergedStageOutput) async throws
        -> TimelineComparison
    {
        let limits = WorkLimits(renderConcurrency: 2, queueLimit: 10, ioConcurrency: 4, renderBytes: 1 << 20)
        return try await Comparisons(limits: limits)
            .comparison(of: current, with: reference, on: try #require(size), ComparisonRule())
    }

    private static func tracked(_ tracks: [Int?]) -> String {
        tracks.enumerated().compactMap { index, track in
            track.map { #"{"label": "a", "track_id": \#($0), "bbox": [\#(index * 100), 10, 50, 50]}"# }
        }.joined(separator: ",")
    }

    @Test("sees where tracks change against where both were seen last, also after a gap")
    func switches() async throws {
        let current = try output([
            (0, Self.tracked([1, 2])), (1, Self.tracked([nil, 2])), (2, Self.tracked([2, 1])),
            (3, Self.tracked([2, 1])),
        ])
        let reference = try output((0...3).map { ($0, Self.tracked([7, 8])) })
        let frames = try await timeline(current, reference).frames
        #expect(frames.map { $0.counts[.identitySwitched] } == [0, 0, 2, 0])
        #expect(frames.map { $0.counts[.same] } == [2, 1, 0, 2])
        #expect(frames.map { $0.counts[.lost] } == [0, 1, 0, 0])
        #expect(frames[2].switches.map { $0.current?.description } == ["1", "2"])
    }

    @Test("tells a frame of which one side does not speak from one on which nothing was found")
    func silence() async throws {
        let current = try output([(0, Self.tracked([1])), (1, ""), (3, Self.tracked([1]))])
        let reference = try output([(0, Self.tracked([1])), (1, Self.tracked([1])), (2, Self.tracked([1, 2]))])
        let comparison = try await timeline(current, reference)
        #expect(comparison.frames.map(\.number) == [0, 1, 2, 3])
        #expect(comparison.frames.map(\.onlySide) == [nil, nil, .reference, .current])
        #expect(comparison.frames.map { $0.counts[.lost] } == [0, 1, 0, 0])
        let totals = ComparisonTotals(comparison.frames)
        #expect(totals.thingCount == 5 && totals.difference == 0.8)
        #expect(totals.onlyCurrent == 1 && totals.onlyReference == 1)
    }

    @Test("tells how well a stage does where the reference says that it is the truth")
    func truth() async throws {
        let current = try output([(0, Self.tracked([1, nil, 3]))])
        let truth = try output([(0, Self.tracked([1, 2]))], members: #""ground_truth": true, "#)
        let metrics = try #require(try await timeline(current, truth).metrics)
        #expect(metrics.precision == 0.5 && metrics.recall == 0.5 && metrics.mota == 0 && metrics.idf1 == 0.5)
        #expect(try await timeline(truth, current).metrics == nil)
    }
}
