import Testing

@testable import Detections
@testable import Store

/// Texts of stage outputs in the canonical shape.
enum CanonicalText {
    /// An output of one frame, number 0.
    static func output(coordinates: String = "{}", detections: String...) -> String {
        output(
            coordinates: coordinates,
            frames: "{\"frame\": 0, \"detections\": [\(detections.joined(separator: ", "))]}"
        )
    }

    static func output(coordinates: String = "{}", frames: String...) -> String {
        "{\"coordinates\": \(coordinates), \"frames\": [\(frames.joined(separator: ", "))]}"
    }
}

extension StageOutput {
    init(_ text: String) throws(StageOutputError) { try self.init(json: Array(text.utf8)) }

    /// The detections of a frame of 100 by 50 pixels.
    func decoded(_ frame: Int = 0, width: Int = 100, height: Int = 50) throws -> FrameDetections {
        let size = try #require(FrameSize(width: width, height: height))
        return try #require(detections(of: frame, in: size))
    }
}

extension DetectionBox {
    /// minX, minY, maxX, maxY.
    var corners: [Double] { [minX, minY, maxX, maxY] }
}
