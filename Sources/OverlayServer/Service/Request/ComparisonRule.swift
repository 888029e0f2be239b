/// What a comparison goes by.
package struct ComparisonRule: Hashable, Sendable {
    /// How much alike the places of two detections are at least that are the same thing, above 0 to 1: their IoU, or the OKS of key points.
    package var iouThreshold = 0.5
    /// What is less alike has moved.
    package var sameIoU = 0.9
    /// What differs by more is another confidence.
    package var confidenceTolerance = 0.1
    /// What is below it is not there, on both sides.
    package var minConfidence = 0.0
    /// Whether the reference is what is really there, also where it does not say so.
    package var isGroundTruth = false

    package init() {}
}

/// What has become of one thing from a reference to the findings that are compared with it.
package enum Difference: String, CaseIterable, Sendable {
    case same
    /// It is at another place.
    case moved
    case classChanged = "class_changed"
    case confidenceChanged = "confidence_changed"
    /// The reference lacks it.
    case added
    /// Only the reference has it.
    case lost
    /// Its track is another than where it was seen last on both sides.
    case identitySwitched = "identity_switched"

    /// For a person.
    package var words: String { rawValue.replacing("_", with: " ") }
}
