/// Where a detection stands in its stage output, by the indices of the arrays there.
package struct DetectionPosition: Hashable, Sendable, CustomStringConvertible {
    package let frameIndex: Int
    package let detectionIndex: Int

    package init(frameIndex: Int, detectionIndex: Int) {
        self.frameIndex = frameIndex
        self.detectionIndex = detectionIndex
    }

    /// The JSON path, such as `$.frames[3].detections[7]`.
    package var description: String { "$.frames[\(frameIndex)].detections[\(detectionIndex)]" }
}
