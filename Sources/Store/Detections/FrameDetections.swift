/// What a stage reported on one frame.
package struct FrameDetections: Hashable, Sendable {
    /// 0-based.
    package var frame: Int
    /// In seconds.
    package var timestamp: Double?
    package var detections: [Detection]
    /// What could not be decoded; with `detections` it accounts for everything that the stage output has for the frame.
    package var skipped: [SkippedPart]
    /// What looks wrong but was taken as it is.
    package var warnings: [String]

    package init(
        frame: Int,
        timestamp: Double? = nil,
        detections: [Detection] = [],
        skipped: [SkippedPart] = [],
        warnings: [String] = []
    ) {
        self.frame = frame
        self.timestamp = timestamp
        self.detections = detections
        self.skipped = skipped
        self.warnings = warnings
    }
}

/// A part of a stage output that was left out, and why.
package struct SkippedPart: Hashable, Sendable {
    /// The JSON path, such as `$.frames[3].detections[7].bbox`.
    package let path: String
    /// For a person to read.
    package let reason: String

    package init(path: String, reason: String) {
        self.path = path
        self.reason = reason
    }
}
