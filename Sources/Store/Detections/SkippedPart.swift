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
