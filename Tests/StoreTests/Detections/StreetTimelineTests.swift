import Foundation
import Testing

@testable import Detections
@testable import Store

/// The folder of a real timeline's stage outputs, where there is one: `STREET_TIMELINE`.
private let folder = ProcessInfo.processInfo.environment["STREET_TIMELINE"]

@Suite("The street timeline", .enabled(if: folder != nil, "STREET_TIMELINE names no folder"))
struct StreetTimelineTests {
    @Test(
        "decodes without loss",
        arguments: [
            ("detect_people", [25, 28, 29, 27, 28, 28, 24, 22]), ("track_people", [25, 22, 25, 21, 23, 27, 24, 22]),
            ("segment_motion", [8, 6, 6, 2, 2, 4, 4, 11]), ("detect_edges", [4, 5, 3, 5, 6, 6, 4, 2]),
        ]
    )
    func counts(stage: String, counts: [Int]) throws {
        let url = URL(filePath: try #require(folder)).appending(path: "\(stage).json")
        let output = try StageOutput(json: [UInt8](Data(contentsOf: url)))
        #expect(output.frames.map(\.number) == Array(0..<8))
        #expect(output.frames.map(\.detectionCount) == counts)
        #expect(output.skipped.isEmpty && output.warnings.isEmpty)
        for frame in 0..<8 {
            let result = try output.decoded(frame, width: 1_920, height: 1_080)
            #expect(result.detections.count == counts[frame] && result.skipped.isEmpty && result.warnings.isEmpty)
        }
    }
}
