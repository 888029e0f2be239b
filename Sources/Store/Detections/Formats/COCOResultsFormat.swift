/// COCO's results, `[{"image_id": 12, "category_id": 1, "bbox": [x, y, width, height], "score": 0.9}, …]`, with
/// `segmentation` (a polygon or run lengths) and `keypoints`: https://cocodataset.org/#format-results
///
/// `image_id` is the frame's number, counted from 0; coordinates are pixels of the frame.
extension DetectionFormat {
    package static let cocoResults = DetectionFormat(
        name: "coco_results",
        recognizes: { cursor throws(JSONError) in try beginsWithResult(&cursor) },
        outline: { cursor in
            var grouping = COCOGrouping()
            try grouping.read(&cursor)
            return grouping.outline
        },
        read: { reader, detection, cursor, suspicions in
            let position = detection.position
            let fault = try reader.readObject(COCOField.table, into: &detection, &cursor) { field, detection, cursor in
                let path = "." + field.rawValue
                switch field {
                case .imageID: try cursor.skipValue()
                case .id: detection.id = try reader.text(path, &cursor)
                case .categoryID: detection.classID = try reader.reportedID(path, &cursor)
                case .trackID: detection.trackID = try reader.reportedID(path, &cursor)
                case .bbox: detection.box = try reader.box(path, &cursor, &suspicions)
                case .score: detection.confidence = try reader.confidence(path, of: position, &cursor, &suspicions)
                case .segmentation: try reader.readSegmentation(path, into: &detection, &cursor)
                case .keypoints: detection.keypoints = try reader.flatKeypoints(path, &cursor)
                }
            }
            guard let fault, fault.path == ".polygon" else { return fault }
            return DetectionFault("." + COCOField.segmentation.rawValue, fault.reason, fault.code)
        }
    )

    /// Whether the first element of the array at the cursor names an image and what was found there.
    private static func beginsWithResult(_ cursor: inout JSONCursor) throws(JSONError) -> Bool {
        guard cursor.kind == .array else { return false }
        try cursor.enterArray()
        guard try cursor.nextElement(), cursor.kind == .object else { return false }
        var found: Set<COCOField> = []
        try cursor.enterObject()
        while let key = try cursor.nextKey() {
            if let field = COCOField.table[key] { found.insert(field) }
            try cursor.skipValue()
        }
        return found.contains(.imageID) && !found.isDisjoint(with: [.bbox, .segmentation, .keypoints])
    }
}

private enum COCOField: String, CaseIterable {
    case id, bbox, score, segmentation, keypoints
    case imageID = "image_id"
    case categoryID = "category_id"
    case trackID = "track_id"

    static let table = JSONKeyTable<COCOField>()
}

/// Puts the results of each image together.
private struct COCOGrouping {
    private(set) var outline = OutputOutline()
    /// Where in `outline.frames` each image is, and its results so far.
    private var images: [Int: (index: Int, pieces: [DetectionPiece])] = [:]

    mutating func read(_ cursor: inout JSONCursor) throws {
        let kind = cursor.kind
        guard kind == .array else {
            throw StageOutputError.wrongType(field: "$", found: kind.described, expected: "an array of results")
        }
        try cursor.enterArray()
        var index = 0
        while try cursor.nextElement() {
            try readResult(at: index, &cursor)
            index += 1
        }
        try cursor.finish()
        outline.frames = images.map { number, image in
            FrameEntry(
                number: number,
                index: image.index,
                timestamp: nil,
                key: nil,
                size: nil,
                pieces: image.pieces
            )
        }
        outline.frames.sort { $0.index < $1.index }
    }

    private mutating func readResult(at index: Int, _ cursor: inout JSONCursor) throws(JSONError) {
        let start = cursor.position
        var number: Int?
        if cursor.kind == .object {
            try cursor.enterObject()
            while let key = try cursor.nextKey() {
                if COCOField.table[key] == .imageID {
                    number = try cursor.readWholeNumberIfAny()
                } else {
                    try cursor.skipValue()
                }
            }
        } else {
            try cursor.skipValue()
        }
        guard let number else {
            return outline.faults.add("$[\(index)].image_id", "is not a whole number, so the result is left out")
        }
        let piece = DetectionPiece.element(start..<cursor.position, index: index)
        images[number, default: (index, [])].pieces.append(piece)
    }
}

extension DetectionReader {
    /// Run lengths as an object, or a list of polygons, each a flat list of coordinates.
    fileprivate func readSegmentation(
        _ path: String,
        into detection: inout Detection,
        _ cursor: inout JSONCursor
    ) throws {
        switch cursor.kind {
        case .object: detection.mask = try mask(path, &cursor).0
        case .array:
            let polygons = try array(path, "an array of polygons", &cursor) { index, cursor in
                try flatNumbers("\(path)[\(index)]", &cursor)
            }
            guard polygons.count <= 1 else {
                throw DetectionFault(path, "has \(polygons.count) parts, of which one can be drawn")
            }
            guard let numbers = polygons.first else { return }
            guard numbers.count >= 6, numbers.count.isMultiple(of: 2) else {
                let reason = "has \(numbers.count) numbers, expected x and y of at least 3 points"
                throw DetectionFault("\(path)[0]", reason)
            }
            detection.polygon = try stride(from: 0, to: numbers.count, by: 2).map { index in
                try point(numbers[index], numbers[index + 1], "\(path)[0][\(index)]")
            }
        default:
            guard try cursor.readNull() else {
                throw wrongKind(path, cursor.kind, expected: "run lengths or an array of polygons")
            }
        }
    }

    /// Key points as a flat list of x, y and visibility or score.
    fileprivate func flatKeypoints(_ path: String, _ cursor: inout JSONCursor) throws -> [Keypoint] {
        if try cursor.readNull() { return [] }
        let numbers = try flatNumbers(path, &cursor)
        guard numbers.count.isMultiple(of: 3) else {
            throw DetectionFault(path, "has \(numbers.count) numbers, expected x, y and visibility of each key point")
        }
        return try stride(from: 0, to: numbers.count, by: 3).map { index in
            let point = try point(numbers[index], numbers[index + 1], "\(path)[\(index)]")
            return Keypoint(point: point, score: numbers[index + 2])
        }
    }
}
