/// A key point of a detection, in frame pixels.
package struct Keypoint: Hashable, Sendable, BitwiseCopyable {
    package var point: DetectionPoint
    /// As the stage gave it, usually 0…1; `nil` where it gave none.
    package var score: Double?

    package init(point: DetectionPoint, score: Double? = nil) {
        self.point = point
        self.score = score
    }
}
