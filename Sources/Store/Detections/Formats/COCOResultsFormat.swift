/// COCO's results, `[{"image_id": 12, "category_id": 1, "bbox": [x, y, width, height], "score": 0.9}, …]`, with
/// `segmentation` (a polygon or run lengths) and `keypoints`: https://cocodataset.org/#format-results
///
/// `image_id` is the frame's number, counted from 0, or the picture's name, of which the number that varies counts; coordinates are pixels of
/// the frame. `category_name` is SAHI's.
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
            try reader.readObject(COCOField.table, into: &detection, &cursor, &suspicions).map { fault in
                guard fault.path == ".polygon" else { return fault }
                var named = DetectionFault("." + COCOField.segmentation.rawValue, fault.reason, fault.code)
                named.isOfGeometry = true
                return named
            }
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

private enum COCOField: String, CaseIterable, DetectionField {
    case id, bbox, score, segmentation, keypoints
    case imageID = "image_id"
    case categoryID = "category_id"
    case categoryName = "category_name"
    case trackID = "track_id"

    static let table = JSONKeyTable<COCOField>()

    var isGeometry: Bool { [.bbox, .segmentation, .keypoints].contains(self) }

    var word: DetectionWord? { nil }

    func read(
        by reader: DetectionReader,
        into detection: inout Detection,
        _ cursor: inout JSONCursor,
        _ suspicions: inout FrameSuspicions
    ) throws {
        let (path, position) = ("." + rawValue, detection.position)
        switch self {
        case .imageID: try cursor.skipValue()
        case .id: detection.id = try reader.text(path, &cursor)
        case .categoryID: detection.classID = try reader.reportedID(path, &cursor)
        case .categoryName: detection.label = try reader.text(path, &cursor)
        case .trackID: detection.trackID = try reader.trackID(path, &cursor)
        case .bbox: try reader.readBox(path, .xywh, into: &detection, &cursor, &suspicions)
        case .score: detection.confidence = try reader.confidence(path, of: position, &cursor, &suspicions)
        case .segmentation:
            try reader.readSegmentation(path, into: &detection, &cursor)
            suspicions.note(mask: detection.mask, at: position, path)
        case .keypoints: detection.keypoints = try reader.keypoints(path, &cursor, &suspicions)
        }
    }
}

/// Puts the results of each image together.
private struct COCOGrouping {
    private(set) var outline = OutputOutline()
    /// Where in `outline.frames` each image is, and its results so far.
    private var images: [Int: (index: Int, pieces: [DetectionPiece])] = [:]
    /// Results of images that are called by a name.
    private var named: [(name: String, index: Int, piece: DetectionPiece)] = []

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
        addNamed()
        let inOrder = images.sorted { $0.value.index < $1.value.index }
        outline.frames = inOrder.map { number, image in
            FrameEntry(
                number: number,
                place: .topElement(image.index),
                timestamp: nil,
                key: nil,
                size: nil,
                pieces: image.pieces
            )
        }
    }

    private mutating func readResult(at index: Int, _ cursor: inout JSONCursor) throws(JSONError) {
        let start = cursor.position
        var number: Int?
        var name: String?
        if cursor.kind == .object {
            try cursor.enterObject()
            while let key = try cursor.nextKey() {
                if COCOField.table[key] == .imageID {
                    let start = cursor.mark
                    number = try cursor.readWholeNumberIfAny()
                    if number == nil {
                        cursor.return(to: start)
                        if cursor.kind == .string { name = try cursor.readString() } else { try cursor.skipValue() }
                    }
                } else {
                    try outline.notes.passMember(key, &cursor)
                }
            }
        } else {
            try cursor.skipValue()
        }
        let piece = DetectionPiece.element(start..<cursor.position, index: index)
        if let name, number == nil { return named.append((name, index, piece)) }
        guard let number else {
            return outline.faults.add("$[\(index)].image_id", "is not a whole number, so the result is left out")
        }
        images[number, default: (index, [])].pieces.append(piece)
    }

    /// Names are numbered by the number in which they differ.
    private mutating func addNamed() {
        let names = Set(named.map(\.name)).sorted()
        let numbers = try? Dictionary(uniqueKeysWithValues: zip(names, FrameFileNames.numbers(of: names)))
        for (name, index, piece) in named {
            guard let number = numbers?[name] else {
                let reason = "is \"\(name)\", of which no number is surely the frame's, so the result is left out"
                outline.faults.add("$[\(index)].image_id", reason)
                continue
            }
            images[number, default: (index, [])].pieces.append(piece)
        }
    }
}
