import ArgumentParser
import Detections
import Foundation
import OverlayService
import Store

/// Measures how long it takes to hold what two jobs found against each other.
struct MatchingCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "matching",
        abstract:
            "Time the comparison of two jobs; prints the least and the median of many runs in milliseconds, as JSON."
    )

    @Option(help: "How often each step runs.")
    var runs = 7

    private static let frameCount = 10_000
    private static let detectionsPerFrame = 20

    func run() async throws {
        guard let size = FrameSize(width: 1920, height: 1080) else { return }
        let rule = ComparisonRule()
        let spread = Self.boxes(1000, side: 40, over: 1880, seed: 1)
        let crowd = Self.boxes(1000, side: 200, over: 300, seed: 2)
        var results = [
            "match_1000": times { _ = FrameComparison(spread.0, with: spread.1, on: size, rule) },
            "match_1000_crowd": times { _ = FrameComparison(crowd.0, with: crowd.1, on: size, rule) },
        ]
        let outputs = try ["1", "2"].map(Self.output)
        let processors = ProcessInfo.processInfo.activeProcessorCount
        let limits = WorkLimits(
            renderConcurrency: processors,
            queueLimit: 100,
            ioConcurrency: processors,
            renderBytes: 1 << 30
        )
        var durations: [Double] = []
        for _ in 0..<max(runs, 1) {
            let start = ContinuousClock.now
            _ = try await Comparisons(limits: limits).comparison(of: outputs[0], with: outputs[1], on: size, rule)
            durations.append((ContinuousClock.now - start) / .milliseconds(1))
        }
        durations.sort()
        results["frames_10000"] = [durations[0], durations[durations.count / 2]]
        print(String(decoding: try JSONEncoder().encode(results), as: UTF8.self))
    }

    private func times(_ work: () -> Void) -> [Double] {
        let clock = ContinuousClock()
        let times = (0..<max(runs, 1)).map { _ in clock.measure(work) / .milliseconds(1) }.sorted()
        return [times[0], times[times.count / 2]]
    }

    /// Boxes of two sides, each of them moved a little on the second; `over`: where they lie, in pixels.
    private static func boxes(
        _ count: Int,
        side: Double,
        over range: Double,
        seed: UInt64
    ) -> ([Detection], [Detection]) {
        var state = seed
        func unit() -> Double {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Double(state >> 11) * 0x1p-53
        }
        func detection(_ index: Int, _ x: Double, _ y: Double) -> Detection {
            var detection = Detection(position: DetectionPosition(frameIndex: 0, detectionIndex: index))
            detection.label = "person"
            detection.box = DetectionBox(minX: x, minY: y, maxX: x + side, maxY: y + side)
            return detection
        }
        let places = (0..<count).map { _ in (unit() * range, unit() * min(range, 1000)) }
        let first = places.enumerated().map { detection($0, $1.0, $1.1) }
        let second = places.enumerated().map { index, place in
            detection(index, place.0 + (unit() - 0.5) * side * 0.3, place.1 + (unit() - 0.5) * side * 0.3)
        }
        return (first, second)
    }

    private static func output(_ id: String) throws -> MergedStageOutput {
        let frames = (0..<frameCount).map { frame in
            let detections = (0..<detectionsPerFrame).map { index in
                let (x, y) = (Double((frame * 3 + index * 173) % 1800) + (id == "1" ? 0.5 : 4), Double(index * 40))
                return #"{"label": "person", "confidence": 0.\#(500 + index), "track_id": \#(index), "#
                    + #""bbox": [\#(x), \#(y), 80.125, 160.5]}"#
            }
            return #"{"frame": \#(frame), "detections": [\#(detections.joined(separator: ", "))]}"#
        }
        let json = Array(#"{"coordinates": {"space": "pixels"}, "frames": [\#(frames.joined(separator: ", "))]}"#.utf8)
        let identity = StageOutputRow.Identity(id: StageOutputID(id), revision: "")
        return MergedStageOutput(parts: [.init(.init(identity), try StageOutput(json: json))])
    }
}
