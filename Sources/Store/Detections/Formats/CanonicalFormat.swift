/// The shape that this project defines: `{"coordinates": {…}, "frames": [{"frame": 0, "detections": […]}]}`.
extension DetectionFormat {
    package static let canonical = DetectionFormat(
        name: "canonical",
        recognizes: { cursor throws(JSONError) in cursor.kind == .object },
        outline: { cursor in
            var indexer = CanonicalIndexer()
            try indexer.index(&cursor)
            return indexer.outline
        },
        read: { reader, detection, cursor, suspicions in
            try reader.readObject(CanonicalField.table, into: &detection, &cursor, &suspicions)
        }
    )
}

extension CanonicalField {
    func read(
        by reader: DetectionReader,
        into detection: inout Detection,
        _ cursor: inout JSONCursor,
        _ suspicions: inout FrameSuspicions
    ) throws {
        let position = detection.position
        switch self {
        case .id: detection.id = try reader.text(path, &cursor)
        case .label: detection.label = try reader.text(path, &cursor)
        case .text: detection.text = try reader.text(path, &cursor)
        case .reason: detection.reason = try reader.text(path, &cursor)
        case .classID: detection.classID = try reader.reportedID(path, &cursor)
        case .trackID, .trackerID, .objectID: detection.trackID = try reader.trackID(path, &cursor)
        case .confidence, .score, .conf, .probability:
            detection.confidence = try reader.confidence(path, of: position, &cursor, &suspicions)
        case .class, .className, .category, .name: try reader.classWord(path, into: &detection, &cursor)
        case .angle: detection.angle = try reader.number(path, &cursor)
        case .bbox, .box, .boundingBox:
            try reader.readBox(path, reader.space.boxLayout, into: &detection, &cursor, &suspicions)
        case .xyxy: try reader.readBox(path, .xyxy, into: &detection, &cursor, &suspicions)
        case .xywh: try reader.readBox(path, .xywh, into: &detection, &cursor, &suspicions)
        case .cxcywh: try reader.readBox(path, .cxcywh, into: &detection, &cursor, &suspicions)
        case .polygon: try reader.readPolygon(path, into: &detection, &cursor)
        case .segmentation: try reader.readSegmentation(path, into: &detection, &cursor)
        case .polyline: detection.polyline = try reader.points(path, atLeast: 2, &cursor)
        case .quad: detection.quad = try reader.quad(path, &cursor)
        case .mask: (detection.mask, detection.maskKey) = try reader.mask(path, &cursor)
        case .keypoints: detection.keypoints = try reader.keypoints(path, &cursor, &suspicions)
        case .skeleton: detection.skeleton = try reader.skeleton(path, &cursor)
        case .status: detection.status = try reader.status(path, of: position, &cursor, &suspicions)
        case .sourceFrame: detection.sourceFrame = try reader.sourceFrame(path, &cursor)
        case .attributes:
            detection.attributesJSON = try reader.attributes(path, of: position, &cursor, &suspicions)
        }
    }
}

/// Walks a stage output's text once, checks all of it, and notes where its parts are.
private struct CanonicalIndexer {
    private enum FrameField: String, CaseIterable {
        case frame, timestamp, key, width, height, detections
    }

    /// The parts of a frame element as they are read.
    private struct FrameParts {
        var number: Int?
        var timestamp: Double?
        var key: Range<Int>?
        var width: Int?
        var height: Int?
        var detections: Range<Int>?
        var detectionCount = 0
    }

    private static let members = JSONKeyTable<OutputOutline.Member>()
    private static let frameFields = JSONKeyTable<FrameField>()

    private(set) var outline = OutputOutline()
    /// The kind of the value of `frames`; `nil` where there is none.
    private var framesKind: JSONKind?

    private static let nothingKnown =
        "the output has none of the members that it may have: "
        + OutputOutline.Member.allCases.map(\.rawValue).joined(separator: ", ")

    /// Reads the whole text at the cursor.
    mutating func index(_ cursor: inout JSONCursor) throws {
        let kind = cursor.kind
        if kind == .object {
            try indexRoot(&cursor)
        } else {
            try cursor.skipValue()
        }
        try cursor.finish()
        guard kind == .object else {
            throw StageOutputError.wrongType(field: "$", found: kind.described, expected: "an object")
        }
        if let framesKind, framesKind != .array, framesKind != .null {
            throw StageOutputError.wrongType(field: "$.frames", found: framesKind.described, expected: "an array")
        }
        if outline.ranges.isEmpty { outline.warnings.append(Warning(.nothingKnown, Self.nothingKnown)) }
    }

    private mutating func indexRoot(_ cursor: inout JSONCursor) throws(JSONError) {
        try cursor.enterObject()
        while let key = try cursor.nextKey() {
            guard let member = Self.members[key] else {
                try cursor.skipValue()
                continue
            }
            let start = cursor.position
            if member == .frames {
                try indexFrames(&cursor)
            } else {
                try cursor.skipValue()
            }
            outline.ranges[member] = start..<cursor.position
        }
    }

    private mutating func indexFrames(_ cursor: inout JSONCursor) throws(JSONError) {
        framesKind = cursor.kind
        outline.frames = []
        outline.faults = FaultList()
        guard cursor.kind == .array else { return try cursor.skipValue() }
        try cursor.enterArray()
        var index = 0
        while try cursor.nextElement() {
            try indexFrame(at: index, &cursor)
            index += 1
        }
    }

    private mutating func indexFrame(at index: Int, _ cursor: inout JSONCursor) throws(JSONError) {
        guard cursor.kind == .object else {
            outline.faults.add("$.frames[\(index)]", "is \(cursor.kind.described), expected an object")
            return try cursor.skipValue()
        }
        var parts = FrameParts()
        try cursor.enterObject()
        while let key = try cursor.nextKey() {
            if let field = Self.frameFields[key] {
                try read(field, of: index, into: &parts, &cursor)
            } else {
                try cursor.skipValue()
            }
        }
        guard let number = parts.number else {
            return outline.faults.add("$.frames[\(index)].frame", "is not a whole number, so the frame is left out")
        }
        outline.frames.append(
            FrameEntry(
                number: number,
                index: index,
                timestamp: parts.timestamp,
                key: parts.key,
                size: size(of: parts, at: index),
                pieces: parts.detections.map { [.list($0, frameIndex: index, count: parts.detectionCount)] } ?? []
            )
        )
    }

    /// Reads one field; a value of the wrong type is noted and counts as absent.
    private mutating func read(
        _ field: FrameField,
        of index: Int,
        into parts: inout FrameParts,
        _ cursor: inout JSONCursor
    ) throws(JSONError) {
        switch field {
        case .frame: parts.number = try cursor.readWholeNumberIfAny()
        case .timestamp:
            parts.timestamp = try part(field, of: index, "a finite number", &cursor) { cursor throws(JSONError) in
                try cursor.readNumberIfAny().flatMap { $0.value.isFinite ? $0.value : nil }
            }
        case .key:
            parts.key = try part(field, of: index, "a text", &cursor) { cursor throws(JSONError) in
                let isText = cursor.kind == .string
                let range = try cursor.skipRange()
                return isText ? range : nil
            }
        case .width: parts.width = try side(field, of: index, &cursor)
        case .height: parts.height = try side(field, of: index, &cursor)
        case .detections:
            let start = cursor.position
            parts.detectionCount = try cursor.skipCountingElements()
            parts.detections = start..<cursor.position
        }
    }

    private mutating func side(
        _ field: FrameField,
        of index: Int,
        _ cursor: inout JSONCursor
    ) throws(JSONError) -> Int? {
        try part(field, of: index, "a whole number", &cursor) { cursor throws(JSONError) in
            try cursor.readWholeNumberIfAny()
        }
    }

    /// What `read` makes of the value at the cursor; `nil` from it means that the value is not as `expected`.
    private mutating func part<Part>(
        _ field: FrameField,
        of index: Int,
        _ expected: String,
        _ cursor: inout JSONCursor,
        _ read: (inout JSONCursor) throws(JSONError) -> Part?
    ) throws(JSONError) -> Part? {
        let isNull = cursor.kind == .null
        let part = try read(&cursor)
        if part == nil, !isNull {
            outline.faults.add(
                "$.frames[\(index)].\(field.rawValue)",
                "is not \(expected); the frame is kept without it"
            )
        }
        return part
    }

    private mutating func size(of parts: FrameParts, at index: Int) -> FrameSize? {
        guard let width = parts.width, let height = parts.height else { return nil }
        let size = FrameSize(width: width, height: height)
        if size == nil {
            let reason = "is \(width) with height \(height), which is no picture's size; it is ignored"
            outline.faults.add("$.frames[\(index)].width", reason)
        }
        return size
    }
}
