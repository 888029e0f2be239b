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
        let isNull = cursor.kind == .null
        switch field {
        case .frame:
            parts.number = try cursor.readWholeNumberIfAny()
            return
        case .timestamp:
            let seconds = try cursor.readNumberIfAny()?.value
            parts.timestamp = seconds.flatMap { $0.isFinite ? $0 : nil }
            if parts.timestamp != nil { return }
        case .key:
            let isText = cursor.kind == .string
            let range = try cursor.skipRange()
            parts.key = isText ? range : nil
            if isText { return }
        case .width:
            parts.width = try cursor.readWholeNumberIfAny()
            if parts.width != nil { return }
        case .height:
            parts.height = try cursor.readWholeNumberIfAny()
            if parts.height != nil { return }
        case .detections:
            let start = cursor.position
            parts.detectionCount = try cursor.skipCountingElements()
            parts.detections = start..<cursor.position
            return
        }
        guard !isNull else { return }
        let expected = field == .key ? "a text" : field == .timestamp ? "a finite number" : "a whole number"
        faults.add("$.frames[\(index)].\(field.rawValue)", "is not \(expected); the frame is kept without it")
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
