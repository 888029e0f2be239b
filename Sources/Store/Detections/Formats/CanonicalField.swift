/// The members of a detection in the canonical shape, and other tools' words for them.
enum CanonicalField: String, CaseIterable, DetectionField {
    case id, label, confidence, bbox, angle, polygon, polyline, quad, text, mask, keypoints, skeleton, status, reason
    case attributes, region
    case classID = "class_id"
    case trackID = "track_id"
    case sourceFrame = "source_frame"
    // Of answers, which are read again.
    case polygonParts = "polygon_parts"
    case polygonHoles = "polygon_holes"
    case bboxOf = "bbox_of"
    // Words of others.
    case `class`, category, name, score, conf, probability, box, xyxy, xywh, cxcywh, segmentation
    case className = "class_name"
    case trackerID = "tracker_id"
    case objectID = "object_id"
    case boundingBox = "bounding_box"

    static let table = JSONKeyTable<CanonicalField>()

    /// The member's path from its detection on.
    var path: String {
        switch self {
        // A literal costs nothing, and every member of every detection asks.
        case .id: ".id"
        case .label: ".label"
        case .confidence: ".confidence"
        case .bbox: ".bbox"
        case .angle: ".angle"
        case .polygon: ".polygon"
        case .polyline: ".polyline"
        case .quad: ".quad"
        case .text: ".text"
        case .mask: ".mask"
        case .keypoints: ".keypoints"
        case .skeleton: ".skeleton"
        case .status: ".status"
        case .reason: ".reason"
        case .attributes: ".attributes"
        case .classID: ".class_id"
        case .trackID: ".track_id"
        case .sourceFrame: ".source_frame"
        default: "." + rawValue
        }
    }

    var isGeometry: Bool {
        switch self {
        case .bbox, .polygon, .polygonParts, .polygonHoles, .polyline, .quad, .mask, .keypoints: true
        case .box, .boundingBox, .xyxy, .xywh, .cxcywh, .segmentation: true
        default: false
        }
    }

    var word: DetectionWord? {
        switch self {
        case .class, .className, .category, .name: .label
        case .score, .conf, .probability: .confidence
        case .trackerID, .objectID: .trackID
        case .box, .boundingBox, .xyxy, .xywh, .cxcywh: .bbox
        case .segmentation: .segmentation
        default: nil
        }
    }
}

/// A member of a detection that says something about it.
protocol DetectionField: Equatable, RawRepresentable<String>, CaseIterable, Sendable {
    /// Whether it says where the detection is.
    var isGeometry: Bool { get }
    /// What it is another word for; `nil` where it is the format's own.
    var word: DetectionWord? { get }

    /// Reads the member at the cursor into `detection`.
    func read(
        by reader: DetectionReader,
        into detection: inout Detection,
        _ cursor: inout JSONCursor,
        _ suspicions: inout FrameSuspicions
    ) throws
}

/// What other tools have words of their own for.
enum DetectionWord {
    case label, confidence, trackID, bbox, segmentation

    /// Whether `detection` has it already.
    func isGiven(in detection: Detection) -> Bool {
        switch self {
        case .label: detection.label != nil
        case .confidence: detection.confidence != nil
        case .trackID: detection.trackID != nil
        case .bbox: detection.box != nil
        case .segmentation: !detection.polygon.isEmpty || detection.mask != nil
        }
    }
}
