import Detections
import OverlayService
import Store

/// A detection as an annotation or a result of COCO, but for its category: https://cocodataset.org/#format-data
///
/// What COCO has no word for stands in `attributes`.
struct COCOAnnotation: Encodable {
    /// `nil` for results, which have none.
    let id: Int?
    let image_id: Int
    /// x, y, width, height.
    let bbox: [Double]
    let score: Double?
    let segmentation: COCOSegmentation?
    let keypoints: [Double]?
    let num_keypoints: Int?
    let track_id: JSONValue?
    let area: JSONValue?
    let iscrowd: JSONValue?
    let attributes: [String: JSONValue]?
    /// Where several stages are in one file.
    let job_id: String?
    let stage: String?

    /// `nil` where nothing says where on the frame the detection is. `isResult`: as a result, with the words of those alone.
    init?(
        _ detection: Detection,
        on findings: FrameFindings,
        id: Int?,
        isResult: Bool,
        namesStage: Bool
    ) {
        guard let box = detection.box ?? detection.bounds(in: findings.size)?.box else { return nil }
        self.id = isResult ? nil : id
        image_id = findings.frame.number
        bbox = box.xywh
        score = detection.confidence
        segmentation = COCOSegmentation(detection, in: findings.size, isCompressed: isResult)
        let hasKeypoints = !detection.keypoints.isEmpty
        keypoints = hasKeypoints ? detection.flatKeypoints : nil
        num_keypoints = hasKeypoints && !isResult ? detection.keypoints.count { $0 != nil } : nil
        track_id = detection.trackID.map(JSONValue.init)
        var attributes = detection.unsaidByCOCO
        let (ownArea, ownCrowd) = (attributes.removeValue(forKey: "area"), attributes.removeValue(forKey: "iscrowd"))
        area = isResult ? nil : ownArea ?? .number(segmentation?.area ?? box.width * box.height)
        iscrowd = isResult ? nil : ownCrowd ?? .integer(0)
        self.attributes = attributes.isEmpty ? nil : attributes
        job_id = namesStage ? findings.stage.job.text : nil
        stage = namesStage ? findings.stage.stage.text : nil
    }
}

/// Where a detection is, as COCO says it: polygons that add up, or run lengths.
enum COCOSegmentation: Encodable {
    case polygons([[Double]])
    case mask(COCOMask)

    /// `nil` where a detection is not more than a box. A polygon with holes, which COCO does not have, becomes a mask.
    init?(_ detection: Detection, in size: FrameSize, isCompressed: Bool) {
        if let mask = detection.mask, let stretched = try? mask.stretched(to: size) {
            self = .mask(COCOMask(stretched, isCompressed: isCompressed))
        } else if !detection.polygonHoles.isEmpty,
            let mask = try? RunLengthMask(evenOdd: [detection.polygon] + detection.polygonHoles, on: size)
        {
            self = .mask(COCOMask(mask, isCompressed: isCompressed))
        } else if !detection.outlines.isEmpty {
            self = .polygons(detection.outlines)
        } else if !detection.quad.isEmpty {
            self = .polygons([detection.quad.flat])
        } else {
            return nil
        }
    }

    /// In square pixels; of polygons the sum of the parts' areas.
    var area: Double {
        switch self {
        case .polygons(let polygons): polygons.reduce(0) { $0 + Self.area(of: $1) }
        case .mask(let mask): Double(mask.mask.pixelCount)
        }
    }

    /// By the shoelace formula.
    private static func area(of flat: [Double]) -> Double {
        var doubled = 0.0
        var (lastX, lastY) = (flat[flat.count - 2], flat[flat.count - 1])
        for index in stride(from: 0, to: flat.count, by: 2) {
            let (x, y) = (flat[index], flat[index + 1])
            doubled += lastX * y - x * lastY
            (lastX, lastY) = (x, y)
        }
        return doubled.magnitude / 2
    }

    func encode(to encoder: any Encoder) throws {
        switch self {
        case .polygons(let polygons): try polygons.encode(to: encoder)
        case .mask(let mask): try mask.encode(to: encoder)
        }
    }
}

/// A mask as COCO's run lengths.
struct COCOMask: Encodable {
    let mask: RunLengthMask
    /// As a string of characters, else as numbers.
    var isCompressed = true

    private enum CodingKeys: CodingKey {
        case size, counts
    }

    init(_ mask: RunLengthMask, isCompressed: Bool = true) {
        self.mask = mask
        self.isCompressed = isCompressed
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode([mask.height, mask.width], forKey: .size)
        if isCompressed {
            try container.encode(mask.compressed, forKey: .counts)
        } else {
            try container.encode(mask.runs, forKey: .counts)
        }
    }
}

extension Detection {
    /// The outlines of its parts, each as x and y in turn.
    var outlines: [[Double]] { polygon.isEmpty ? [] : ([polygon] + polygonParts).map(\.flat) }

    /// For each key point x, y, and its score, or 2 for one that has none; three zeros for one that was not found.
    var flatKeypoints: [Double] {
        keypoints.flatMap { keypoint -> [Double] in
            guard let keypoint else { return [0, 0, 0] }
            let score: Double = keypoint.score ?? 2
            return [keypoint.point.x, keypoint.point.y, score]
        }
    }

    /// What COCO has no members for.
    fileprivate var unsaidByCOCO: [String: JSONValue] {
        var attributes: [String: JSONValue] = [:]
        attributes["text"] = text.map(JSONValue.string)
        attributes["rotation"] = angle.map(JSONValue.number)
        attributes["source_frame"] = sourceFrame.map(JSONValue.integer)
        attributes["mask_key"] = maskKey.map(JSONValue.string)
        attributes["polyline"] = polyline.isEmpty ? nil : .array(polyline.flat.map(JSONValue.number))
        if case .object(let own)? = JSONValue(text: attributesJSON) { attributes.merge(own) { $1 } }
        return attributes
    }
}

extension [DetectionPoint] {
    /// x and y in turn.
    var flat: [Double] { flatMap { [$0.x, $0.y] } }
}
