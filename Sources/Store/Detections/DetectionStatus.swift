/// What a stage decided about a detection.
package enum DetectionStatus: String, CaseIterable, Sendable {
    case kept
    /// Found, then discarded; a detection's `reason` may say why.
    case dropped
}
