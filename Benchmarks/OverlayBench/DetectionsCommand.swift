import ArgumentParser
import Detections
import Foundation

/// Measures how long a large stage output takes to check, to index and to decode.
struct DetectionsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "detections",
        abstract:
            "Time reading a stage output of 100,000 detections; prints the least and the median of many runs in milliseconds, as JSON."
    )

    @Option(help: "How often each step runs.")
    var runs = 15

    @Option(help: "Write the stage output to this file, too.")
    var file: String?

    private static let frameCount = 4_000
    private static let detectionsPerFrame = 25

    func run() throws {
        let json = Self.output
        if let file { try Data(json).write(to: URL(filePath: file)) }
        let output = try StageOutput(json: json)
        guard let size = FrameSize(width: 1920, height: 1080) else { return }
        let results = [
            "index": times { _ = try? StageOutput(json: json) },
            "decode_all": times { for frame in 0..<Self.frameCount { _ = output.detections(of: frame, in: size) } },
        ]
        print(String(decoding: try JSONEncoder().encode(results), as: UTF8.self))
    }

    private func times(_ work: () -> Void) -> [Double] {
        let clock = ContinuousClock()
        let times = (0..<max(runs, 1)).map { _ in clock.measure(work) / .milliseconds(1) }.sorted()
        return [times[0], times[times.count / 2]]
    }

    private static var output: [UInt8] {
        let frames = (0..<frameCount).map { frame in
            let detections = (0..<detectionsPerFrame).map { index in
                let (x, y) = (Double(frame % 700) + 0.25, Double(index * 30) + 0.5)
                return #"{"label": "person", "class_id": 0, "confidence": 0.\#(500 + index), "track_id": \#(index), "#
                    + #""bbox": [\#(x), \#(y), 80.125, 160.5], "status": "kept"}"#
            }
            return
                #"{"frame": \#(frame), "timestamp": \#(Double(frame) / 25), "detections": [\#(detections.joined(separator: ", "))]}"#
        }
        return Array(#"{"coordinates": {"space": "pixels"}, "frames": [\#(frames.joined(separator: ", "))]}"#.utf8)
    }
}
