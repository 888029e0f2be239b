/// Walks a stage output's text once, checks all of it, and notes where its parts are.
struct StageOutputIndexer {
    /// The members of a stage output that mean something.
    enum Member: String, CaseIterable {
        case coordinates, format, frames, stats, zones, lines
    }

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

    private static let members = JSONKeyTable<Member>()
    private static let frameFields = JSONKeyTable<FrameField>()

    private(set) var rootKind = JSONKind.object
    /// The kind of the value of `frames`; `nil` where there is none.
    private(set) var framesKind: JSONKind?
    private(set) var ranges: [Member: Range<Int>] = [:]
    /// In the order of the text.
    private(set) var frames: [FrameEntry] = []
    private(set) var faults = FaultList()

    /// Reads the whole text at the cursor.
    mutating func index(_ cursor: inout JSONCursor) throws(JSONError) {
        cursor.skipWhitespace()
        guard !cursor.isAtEnd else { throw cursor.unexpected(.value) }
        rootKind = cursor.kind
        if rootKind == .object {
            try indexRoot(&cursor)
        } else {
            try cursor.skipValue()
        }
        try cursor.finish()
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
            ranges[member] = start..<cursor.position
        }
    }

    private mutating func indexFrames(_ cursor: inout JSONCursor) throws(JSONError) {
        framesKind = cursor.kind
        frames = []
        faults = FaultList()
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
            faults.add("$.frames[\(index)]", "is \(cursor.kind.described), expected an object")
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
            return faults.add("$.frames[\(index)].frame", "is not a whole number, so the frame is left out")
        }
        frames.append(
            FrameEntry(
                number: number,
                index: index,
                timestamp: parts.timestamp,
                key: parts.key,
                size: size(of: parts, at: index),
                detections: parts.detections,
                detectionCount: parts.detectionCount
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
            faults.add("$.frames[\(index)].\(field.rawValue)", "is not \(expected); the frame is kept without it")
        }
        return part
    }

    private mutating func size(of parts: FrameParts, at index: Int) -> FrameSize? {
        guard let width = parts.width, let height = parts.height else { return nil }
        let size = FrameSize(width: width, height: height)
        if size == nil {
            let reason = "is \(width) with height \(height), which is no picture's size; it is ignored"
            faults.add("$.frames[\(index)].width", reason)
        }
        return size
    }
}
