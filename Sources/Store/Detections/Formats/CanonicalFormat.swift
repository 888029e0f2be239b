/// The shape that this project defines: `{"coordinates": {…}, "frames": [{"frame": 0, "detections": […]}]}`.
///
/// `frames` may be an object by number, `{"0": {"detections": […]}, "1": […]}`; frames may stand at the top, as an array or by
/// number; and one frame may be all, `{"frame": 0, "detections": […]}`.
extension DetectionFormat {
    package static let canonical = DetectionFormat(
        name: "canonical",
        recognizes: { cursor throws(JSONError) in
            switch cursor.kind {
            case .object: return try !isPictureAlone(&cursor)
            case .array:
                try cursor.enterArray()
                guard try cursor.nextElement(), cursor.kind == .object else { return false }
                let keys = try cursor.keys()
                return keys.contains(JSONKey("frame")) && keys.contains(JSONKey("detections"))
            default: return false
            }
        },
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

/// Whether the object at the cursor has detections, but no frame that they are of.
private func isPictureAlone(_ cursor: inout JSONCursor) throws(JSONError) -> Bool {
    let words = JSONKeyTable<DetectionListWord>()
    var hasDetections = false
    try cursor.enterObject()
    while let key = try cursor.nextKey() {
        // Most outputs are known by their first members, so that nothing large is passed over.
        if key == JSONKey("frames") || key == JSONKey("frame") { return false }
        if words[key] != nil { hasDetections = true }
        try cursor.skipValue()
    }
    return hasDetections
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
        case .angle: detection.angle = try reader.angle(path, &cursor, &suspicions)
        case .bbox, .box, .boundingBox:
            try reader.readBox(path, reader.space.boxLayout, into: &detection, &cursor, &suspicions)
        case .xyxy: try reader.readBox(path, .xyxy, into: &detection, &cursor, &suspicions)
        case .xywh: try reader.readBox(path, .xywh, into: &detection, &cursor, &suspicions)
        case .cxcywh: try reader.readBox(path, .cxcywh, into: &detection, &cursor, &suspicions)
        case .polygon: try reader.readPolygon(path, into: &detection, &cursor)
        case .polygonParts: detection.polygonParts = try reader.outlines(path, &cursor)
        case .polygonHoles: detection.polygonHoles = try reader.outlines(path, &cursor)
        case .bboxOf:
            suspicions.isBoxOfBounds = cursor.kind != .null
            try cursor.skipValue()
        case .segmentation:
            try reader.readSegmentation(path, into: &detection, &cursor)
            suspicions.note(mask: detection.mask, at: position, path)
        case .polyline: detection.polyline = try reader.points(path, atLeast: 2, &cursor)
        case .quad: detection.quad = try reader.quad(path, &cursor)
        case .mask:
            (detection.mask, detection.maskKey) = try reader.mask(path, &cursor)
            suspicions.note(mask: detection.mask, at: position, path)
        case .keypoints: detection.keypoints = try reader.keypoints(path, &cursor, &suspicions)
        case .skeleton: detection.skeleton = try reader.skeleton(path, &cursor)
        case .status: detection.status = try reader.status(path, of: position, &cursor, &suspicions)
        case .sourceFrame: detection.sourceFrame = try reader.sourceFrame(path, &cursor)
        // Read before all others.
        case .region: try cursor.skipValue()
        case .attributes:
            detection.attributesJSON = try reader.attributes(path, of: position, &cursor, &suspicions)
        }
    }
}

/// Walks a stage output's text once, checks all of it, and notes where its parts are.
private struct CanonicalIndexer {
    private enum FrameField: String, CaseIterable {
        case frame, timestamp, key, width, height, region, detections, zones, lines
    }

    /// The parts of a frame element as they are read.
    private struct FrameParts {
        var number: Int?
        var timestamp: Double?
        var key: Range<Int>?
        var width: Int?
        var height: Int?
        var region: PictureRegion?
        var isMisplaced = false
        var detections: Range<Int>?
        var detectionCount = 0
        var zones: Range<Int>?
        var lines: Range<Int>?
        /// Members that are not known and hold something.
        var others: [String] = []
    }

    private static let frameFields = JSONKeyTable<FrameField>()

    private(set) var outline = OutputOutline()
    /// The kind of the value of `frames`; `nil` where there is none.
    private var framesKind: JSONKind?
    /// What stands at the top itself: the members of one frame, frames by number, and names that mean nothing.
    private var topFrame = FrameParts()
    private var topFrames: [FrameEntry] = []
    private var unknownNames: [String] = []
    private var hasToldOfOthers = false

    private static let nothingKnown =
        "the output has none of the members that it may have: "
        + OutputOutline.Member.allCases.map(\.rawValue).joined(separator: ", ")
    /// Names in a message.
    private static let nameLimit = 12

    /// Reads the whole text at the cursor.
    mutating func index(_ cursor: inout JSONCursor) throws {
        let kind = cursor.kind
        switch kind {
        case .object: try indexRoot(&cursor)
        case .array: try indexArray(&cursor) { .topElement($0) }
        default: try cursor.skipValue()
        }
        try cursor.finish()
        guard kind == .object || kind == .array else {
            throw StageOutputError.wrongType(field: "$", found: kind.described, expected: "an object")
        }
        if let framesKind, ![.array, .object, .null].contains(framesKind) {
            throw StageOutputError.wrongType(field: "$.frames", found: framesKind.described, expected: "an array")
        }
        if kind == .object { addTopFrames() }
        if kind == .array, outline.frames.isEmpty, !outline.faults.parts.isEmpty {
            let expected = "frames, each with its number as \"frame\" and its \"detections\", or COCO results"
            throw StageOutputError.wrongType(field: "$", found: "an array of something else", expected: expected)
        }
        guard outline.ranges.isEmpty, outline.frames.isEmpty, kind == .object else { return }
        let found = unknownNames.isEmpty ? "" : "; it has \(unknownNames.joined(separator: ", "))"
        outline.warnings.append(Warning(.nothingKnown, Self.nothingKnown + found))
    }

    /// Frames at the top count where there is no `frames`.
    private mutating func addTopFrames() {
        guard framesKind == nil else { return }
        outline.frames += topFrames
        if topFrame.number != nil { addFrame(topFrame, at: .top) }
    }

    private mutating func indexRoot(_ cursor: inout JSONCursor) throws(JSONError) {
        try cursor.enterObject()
        while let key = try cursor.nextKey() {
            let start = cursor.position
            switch OutputOutline.members[key] {
            case .frames: try indexFrames(&cursor)
            case nil:
                try readTop(key, &cursor)
                continue
            default: try cursor.skipValue()
            }
            if let member = OutputOutline.members[key] { outline.ranges[member] = start..<cursor.position }
        }
    }

    private mutating func readTop(_ key: JSONKey, _ cursor: inout JSONCursor) throws(JSONError) {
        if let field = Self.frameFields[key], field == .frame || field == .timestamp || field == .detections {
            var parts = topFrame
            try read(field, of: .top, into: &parts, &cursor)
            return topFrame = parts
        }
        if let number = Int(key.text) {
            let frames = outline.frames
            try indexFrame(number, at: .topMember(number), &cursor)
            topFrames += outline.frames[frames.count...]
            outline.frames = frames
        } else {
            if unknownNames.count < Self.nameLimit { unknownNames.append(key == .long ? "…" : key.text) }
            try cursor.skipValue()
        }
    }

    private mutating func indexFrames(_ cursor: inout JSONCursor) throws(JSONError) {
        framesKind = cursor.kind
        outline.frames = []
        outline.faults = FaultList()
        switch cursor.kind {
        case .array: try indexArray(&cursor) { .element($0) }
        case .object:
            try cursor.enterObject()
            while let key = try cursor.nextKey() {
                guard let number = Int(key.text) else {
                    outline.faults.add("$.frames.\(key.text)", "is not called by a frame's number, so it is left out")
                    try cursor.skipValue()
                    continue
                }
                try indexFrame(number, at: .member(number), &cursor)
            }
        default: try cursor.skipValue()
        }
    }

    private mutating func indexArray(
        _ cursor: inout JSONCursor,
        _ place: (Int) -> FramePlace
    ) throws(JSONError) {
        try cursor.enterArray()
        var index = 0
        while try cursor.nextElement() {
            try indexFrame(nil, at: place(index), &cursor)
            index += 1
        }
    }

    /// `number`: what the frame is called by, where it is a member.
    private mutating func indexFrame(
        _ number: Int?,
        at place: FramePlace,
        _ cursor: inout JSONCursor
    ) throws(JSONError) {
        var parts = FrameParts()
        parts.number = number
        if number != nil, cursor.kind == .array {
            let start = cursor.position
            parts.detectionCount = try outline.notes.passDetections(&cursor)
            parts.detections = start..<cursor.position
            return addFrame(parts, at: place, .inPlaceOfFrame(place))
        }
        guard cursor.kind == .object else {
            outline.faults.add(place.path, "is \(cursor.kind.described), expected an object")
            return try cursor.skipValue()
        }
        try cursor.enterObject()
        while let key = try cursor.nextKey() {
            if let field = Self.frameFields[key] {
                try read(field, of: place, into: &parts, &cursor)
            } else {
                if cursor.kind == .object || cursor.kind == .array, parts.others.count < Self.nameLimit {
                    parts.others.append(key == .long ? "…" : key.text)
                }
                try cursor.skipValue()
            }
        }
        guard parts.number != nil else {
            return outline.faults.add("\(place.path).frame", "is not a whole number, so the frame is left out")
        }
        addFrame(parts, at: place)
    }

    private mutating func addFrame(_ parts: FrameParts, at place: FramePlace, _ list: DetectionList? = nil) {
        guard let number = parts.number else { return }
        guard !parts.isMisplaced else {
            let reason = "is not \(PictureRegion.expected), so the frame is left out"
            return outline.faults.add("\(place.path).region", reason)
        }
        let list = list ?? .ofFrame(place)
        if parts.detections == nil, !parts.others.isEmpty, !hasToldOfOthers {
            hasToldOfOthers = true
            let detail = "\(place.path) has no detections, and members that are not known: \(parts.others.shortList)"
            outline.warnings.append(Warning(.nothingKnown, detail, path: place.path))
        }
        outline.frames.append(
            FrameEntry(
                number: number,
                place: place,
                timestamp: parts.timestamp,
                key: parts.key,
                size: size(of: parts, at: place),
                pieces: parts.detections.map { [.list($0, list, count: parts.detectionCount, region: parts.region)] }
                    ?? [],
                zones: parts.zones,
                lines: parts.lines
            )
        )
    }

    /// Reads one field; a value of the wrong type is noted and counts as absent.
    private mutating func read(
        _ field: FrameField,
        of place: FramePlace,
        into parts: inout FrameParts,
        _ cursor: inout JSONCursor
    ) throws(JSONError) {
        switch field {
        case .frame: parts.number = try cursor.readWholeNumberIfAny()
        case .timestamp:
            parts.timestamp = try part(field, of: place, "a finite number", &cursor) { cursor throws(JSONError) in
                try cursor.readNumberIfAny().flatMap { $0.value.isFinite ? $0.value : nil }
            }
        case .key:
            parts.key = try part(field, of: place, "a text", &cursor) { cursor throws(JSONError) in
                let isText = cursor.kind == .string
                let range = try cursor.skipRange()
                return isText ? range : nil
            }
        case .region:
            if try cursor.readNull() { return }
            parts.region = try PictureRegion(&cursor)
            parts.isMisplaced = parts.region == nil
        case .zones: parts.zones = try cursor.skipRange()
        case .lines: parts.lines = try cursor.skipRange()
        case .width: parts.width = try side(field, of: place, &cursor)
        case .height: parts.height = try side(field, of: place, &cursor)
        case .detections:
            let start = cursor.position
            parts.detectionCount = try outline.notes.passDetections(&cursor)
            parts.detections = start..<cursor.position
        }
    }

    private mutating func side(
        _ field: FrameField,
        of place: FramePlace,
        _ cursor: inout JSONCursor
    ) throws(JSONError) -> Int? {
        try part(field, of: place, "a whole number", &cursor) { cursor throws(JSONError) in
            try cursor.readWholeNumberIfAny()
        }
    }

    /// What `read` makes of the value at the cursor; `nil` from it means that the value is not as `expected`.
    private mutating func part<Part>(
        _ field: FrameField,
        of place: FramePlace,
        _ expected: String,
        _ cursor: inout JSONCursor,
        _ read: (inout JSONCursor) throws(JSONError) -> Part?
    ) throws(JSONError) -> Part? {
        let isNull = cursor.kind == .null
        let part = try read(&cursor)
        if part == nil, !isNull {
            outline.faults.add(
                "\(place.path).\(field.rawValue)",
                "is not \(expected); the frame is kept without it"
            )
        }
        return part
    }

    private mutating func size(of parts: FrameParts, at place: FramePlace) -> FrameSize? {
        guard let width = parts.width, let height = parts.height else { return nil }
        let size = FrameSize(width: width, height: height)
        if size == nil {
            let reason = "is \(width) with height \(height), which is no picture's size; it is ignored"
            outline.faults.add("\(place.path).width", reason)
        }
        return size
    }
}
