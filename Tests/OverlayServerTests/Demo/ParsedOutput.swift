import Foundation

@testable import Demo
@testable import Detections
@testable import OverlayServer
@testable import OverlayService

/// A stage output of the demo as a reader of its JSON sees it.
struct ParsedOutput: Decodable {
    struct Coordinates: Decodable, Equatable {
        let space: String
        let box: String
        let width: Int
        let height: Int
        let frame_base: Int
    }

    struct Frame: Decodable {
        let frame: Int
        let timestamp: Double
        let width: Int?
        let height: Int?
        let detections: [Detection]?
    }

    struct Detection: Decodable {
        let id: String
        let label: String
        let class_id: Int
        let confidence: Double
        let bbox: [Double]
        let status: String?
        let reason: String?
        let track_id: Int?
        let source_frame: Int?

        func overlaps(_ other: Detection) -> Bool {
            (0...1).allSatisfy { axis in
                let end = bbox[axis] + bbox[axis + 2]
                let otherEnd = other.bbox[axis] + other.bbox[axis + 2]
                return bbox[axis] < otherEnd && other.bbox[axis] < end
            }
        }
    }

    let coordinates: Coordinates?
    let frames: [Frame]

    init(_ output: DemoStageOutput) throws {
        self = try JSONDecoder().decode(ParsedOutput.self, from: Data(output.json))
    }

    /// Every detection with the frame that it is on.
    var detections: [(frame: Int, detection: Detection)] {
        frames.flatMap { frame in (frame.detections ?? []).map { (frame.frame, $0) } }
    }
}
