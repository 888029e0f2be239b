import Detections
import Foundation
import OverlayService
import Store

/// A decoded detection in the canonical JSON shape: frame pixels, boxes as x, y, width, height.
struct DetectionEntry: Encodable {
    let detection: Detection
    /// Of the frame.
    private let size: FrameSize

    private enum CodingKeys: String, CodingKey {
        case path, id, label
        case classID = "class_id"
        case confidence
        case trackID = "track_id"
        case bboxOf = "bbox_of"
        case bbox, angle, polygon, polyline, quad, text, mask, keypoints, skeleton, status, reason
        case polygonParts = "polygon_parts"
        case polygonHoles = "polygon_holes"
        case sourceFrame = "source_frame"
        case attributes
    }

    init(_ detection: Detection, in size: FrameSize) {
        self.detection = detection
        self.size = size
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(detection.path, forKey: .path)
        try container.encodeIfPresent(detection.id, forKey: .id)
        try container.encodeIfPresent(detection.label, forKey: .label)
        try container.encodeIfPresent(detection.classID.map(JSONValue.init), forKey: .classID)
        try container.encodeIfPresent(detection.confidence, forKey: .confidence)
        try container.encodeIfPresent(detection.trackID.map(JSONValue.init), forKey: .trackID)
        try container.encode(detection.status.rawValue, forKey: .status)
        try container.encodeIfPresent(detection.reason, forKey: .reason)
        try container.encodeIfPresent(detection.sourceFrame, forKey: .sourceFrame)
        try container.encodeIfPresent(detection.text, forKey: .text)
        try encodeGeometry(to: &container)
        let attributes = detection.attributesJSON.flatMap {
            try? JSONDecoder().decode(JSONValue.self, from: Data($0.utf8))
        }
        try container.encodeIfPresent(attributes, forKey: .attributes)
    }

    private func encodeGeometry(to container: inout KeyedEncodingContainer<CodingKeys>) throws {
        if let box = detection.box {
            try container.encode(box.xywh, forKey: .bbox)
        } else if let bounds = detection.bounds(in: size) {
            try container.encode(bounds.box.xywh, forKey: .bbox)
            try container.encode(bounds.of.rawValue, forKey: .bboxOf)
        }
        try container.encodeIfPresent(detection.angle, forKey: .angle)
        let lines: [(CodingKeys, [DetectionPoint])] = [
            (.polygon, detection.polygon), (.polyline, detection.polyline), (.quad, detection.quad),
        ]
        for (key, points) in lines where !points.isEmpty {
            try container.encode(points.map { [$0.x, $0.y] }, forKey: key)
        }
        let outlines: [(CodingKeys, [[DetectionPoint]])] = [
            (.polygonParts, detection.polygonParts), (.polygonHoles, detection.polygonHoles),
        ]
        for (key, lines) in outlines where !lines.isEmpty {
            try container.encode(lines.map { $0.map { [$0.x, $0.y] } }, forKey: key)
        }
        if let mask = detection.mask {
            try container.encode(MaskEntry(size: [mask.height, mask.width], counts: mask.runs), forKey: .mask)
        } else if let key = detection.maskKey {
            try container.encode(["key": key], forKey: .mask)
        }
        if !detection.keypoints.isEmpty {
            try container.encode(detection.keypoints.map { $0?.values }, forKey: .keypoints)
        }
        switch detection.skeleton {
        case .named(let name)?: try container.encode(name, forKey: .skeleton)
        case .bones(let bones)?: try container.encode(bones.map { [$0.start, $0.end] }, forKey: .skeleton)
        case nil: break
        }
    }
}

private struct MaskEntry: Encodable {
    let size: [Int]
    let counts: [UInt32]
}

extension JSONValue {
    init<Kind>(_ id: ReportedID<Kind>) {
        switch id {
        case .integer(let integer): self = .integer(integer)
        case .name(let name): self = .string(name)
        }
    }
}

extension Keypoint {
    /// x, y and, where there is one, the score.
    fileprivate var values: [Double] { [point.x, point.y] + (score.map { [$0] } ?? []) }
}
