/// A frame that a stage output names.
package struct OutputFrame: Hashable, Sendable {
    /// 0-based.
    package let number: Int
    /// In seconds.
    package let timestamp: Double?
    /// The object that holds the frame's picture, where the stage (`extract_frames`) says so.
    package let key: String?
    /// The picture's size in pixels, where the stage says so.
    package let size: FrameSize?
    /// The elements of the frame's `detections`, good or not.
    package let detectionCount: Int

    package init(
        number: Int,
        timestamp: Double? = nil,
        key: String? = nil,
        size: FrameSize? = nil,
        detectionCount: Int = 0
    ) {
        self.number = number
        self.timestamp = timestamp
        self.key = key
        self.size = size
        self.detectionCount = detectionCount
    }
}
