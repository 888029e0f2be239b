/// The members of a detection in the canonical shape.
enum CanonicalField: String, CaseIterable {
    case id, label, confidence, bbox, angle, polygon, polyline, quad, text, mask, keypoints, skeleton, status, reason
    case attributes
    case classID = "class_id"
    case trackID = "track_id"
    case sourceFrame = "source_frame"

    /// The member's path from its detection on.
    var path: String { "." + rawValue }
}
