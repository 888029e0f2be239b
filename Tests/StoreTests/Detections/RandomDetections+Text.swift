@testable import Detections
@testable import Store

/// Printing detections as JSON.
extension RandomDetections {
    /// The frames in a shuffled order of members, with random space between them.
    mutating func text(of frames: [FrameDetections]) -> String {
        let texts = frames.map { frame in
            object([
                ("frame", "\(frame.frame)"), ("timestamp", frame.timestamp.map { "\($0)" }),
                ("detections", array(frame.detections.map { text(of: $0) })),
            ])
        }
        let frames = array(texts)
        return object([
            ("coordinates", #"{"space": "pixels", "box": "xywh"}"#), ("unknown", "[{}, 1e5]"), ("frames", frames),
            ("stats", "{}"),
        ])
    }

    private mutating func text(of detection: Detection) -> String {
        object([
            ("id", detection.id.map { quoted($0) }), ("label", detection.label.map { quoted($0) }),
            ("class_id", detection.classID.map { id($0) }), ("confidence", detection.confidence.map { "\($0)" }),
            ("track_id", detection.trackID.map { id($0) }), ("bbox", detection.box.map { box($0) }),
            ("angle", detection.angle.map { "\($0)" }), ("polygon", points(detection.polygon)),
            ("polyline", points(detection.polyline)), ("quad", points(detection.quad)),
            ("text", detection.text.map { quoted($0) }), ("mask", mask(detection)), ("keypoints", keypoints(detection)),
            ("skeleton", detection.skeleton.map { skeleton($0) }), ("status", "\"\(detection.status.rawValue)\""),
            ("reason", detection.reason.map { quoted($0) }), ("source_frame", detection.sourceFrame.map { "\($0)" }),
            ("attributes", detection.attributesJSON), ("unknown_field_of_a_stage", "{\"bbox\": [1]}"),
        ])
    }

    private mutating func object(_ members: [(String, String?)]) -> String {
        let texts = members.compactMap { name, value in value.map { "\"\(name)\"\(space()):\(space())\($0)" } }
        return "{\(space())" + texts.shuffled(using: &generator).joined(separator: "\(space()),\(space())")
            + "\(space())}"
    }

    private mutating func array(_ elements: [String]) -> String {
        "[\(space())" + elements.joined(separator: "\(space()),\(space())") + "\(space())]"
    }

    private mutating func space() -> String { ["", " ", "\n", "\t  \r\n"].randomElement(using: &generator) ?? "" }

    /// Each character either as it is or escaped, where it may be either.
    private mutating func quoted(_ text: String) -> String {
        let units = text.unicodeScalars.map { scalar in
            let mustEscape = scalar.value < 0x20 || scalar == "\"" || scalar == "\\"
            guard mustEscape || Bool.random(using: &generator) else { return String(scalar) }
            return UTF16.encode(scalar).map(Array.init)?.map { unit in
                let digits = String(unit, radix: 16)
                return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            }.joined() ?? ""
        }
        return "\"\(units.joined())\""
    }

    private mutating func id<Kind>(_ id: ReportedID<Kind>) -> String {
        switch id {
        case .integer(let integer): Bool.random(using: &generator) ? "\(integer)" : "\"\(integer)\""
        case .name(let name): quoted(name)
        }
    }

    private func box(_ box: DetectionBox) -> String { "[\(box.minX), \(box.minY), \(box.width), \(box.height)]" }

    private func points(_ points: [DetectionPoint]) -> String? {
        points.isEmpty ? nil : "[" + points.map { "[\($0.x),\($0.y)]" }.joined(separator: ",") + "]"
    }

    private func keypoints(_ detection: Detection) -> String? {
        guard !detection.keypoints.isEmpty else { return nil }
        let texts = detection.keypoints.map { keypoint in
            guard let keypoint else { return "null" }
            return "[\(keypoint.point.x), \(keypoint.point.y)\(keypoint.score.map { ", \($0)" } ?? "")]"
        }
        return "[\(texts.joined(separator: ", "))]"
    }

    private mutating func mask(_ detection: Detection) -> String? {
        guard detection.mask != nil || detection.maskKey != nil else { return nil }
        return object([
            ("size", detection.mask.map { "[\($0.height), \($0.width)]" }),
            ("counts", detection.mask.map { "\($0.runs)" }),
            ("key", detection.maskKey.map { quoted($0) }),
        ])
    }

    private mutating func skeleton(_ skeleton: Skeleton) -> String {
        switch skeleton {
        case .named(let name): quoted(name)
        case .bones(let bones): "[" + bones.map { "[\($0.start), \($0.end)]" }.joined(separator: ",") + "]"
        }
    }
}
