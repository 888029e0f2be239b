/// Numbers, texts and ids of a detection.
extension DetectionReader {
    /// A text; a number stands for its own digits.
    func text(_ path: String, _ cursor: inout JSONCursor) throws -> String? {
        switch cursor.kind {
        case .string: return try cursor.readString()
        case .number:
            let start = cursor.position
            try checkFinite(try cursor.readNumber().value, path)
            return cursor.string(start..<cursor.position)
        case .null:
            try cursor.skipValue()
            return nil
        default: throw wrongKind(path, cursor.kind, expected: "a text")
        }
    }

    /// A finite number, or the text of one.
    func number(_ path: String, _ cursor: inout JSONCursor) throws -> Double? {
        if try cursor.readNull() { return nil }
        let kind = cursor.kind
        guard let value = try cursor.readNumberOrTextOfOne() else { throw wrongKind(path, kind, expected: "a number") }
        try checkFinite(value, path)
        return value
    }

    /// An angle, in degrees whatever the output has it in.
    func angle(
        _ path: String,
        _ cursor: inout JSONCursor,
        _ suspicions: inout FrameSuspicions
    ) throws -> Double? {
        guard let angle = try number(path, &cursor) else { return nil }
        suspicions.note(angle: angle)
        return space.angleUnit == .radians ? angle * 180 / .pi : angle
    }

    /// 0…1, of whatever the output has it in; a little more is taken as it is.
    func confidence(
        _ path: String,
        of position: DetectionPosition,
        _ cursor: inout JSONCursor,
        _ suspicions: inout FrameSuspicions
    ) throws -> Double? {
        guard let given = try number(path, &cursor) else { return nil }
        guard 0...100 ~= given else {
            throw DetectionFault(path, "is \(given.shown), expected a number from 0 to 1, or a per cent up to 100")
        }
        if space.notes.hasPercentages { return given / 100 }
        suspicions.note(confidence: given, at: position, path)
        return given
    }

    /// A whole number or a text; an empty text is what some writers put for "none".
    func reportedID<Kind>(_ path: String, _ cursor: inout JSONCursor) throws -> ReportedID<Kind>? {
        switch cursor.kind {
        case .number:
            let start = cursor.position
            let number = try cursor.readNumber()
            if let integer = number.integer { return .integer(integer) }
            guard number.value.isFinite, number.value == number.value.rounded() else {
                throw DetectionFault(path, "is \(number.value.shown), expected a whole number or a text")
            }
            return .name(cursor.string(start..<cursor.position))
        case .string:
            let text = try cursor.readString()
            return text.isEmpty ? nil : ReportedID(text)
        case .null:
            try cursor.skipValue()
            return nil
        default: throw wrongKind(path, cursor.kind, expected: "a whole number or a text")
        }
    }

    /// As `reportedID`; -1 is what some trackers put for a thing that has no track yet.
    func trackID(_ path: String, _ cursor: inout JSONCursor) throws -> TrackID? {
        let id: TrackID? = try reportedID(path, &cursor)
        return id == .integer(-1) ? nil : id
    }

    /// A word for the class: a text is its label, a number its id.
    func classWord(_ path: String, into detection: inout Detection, _ cursor: inout JSONCursor) throws {
        if cursor.kind == .number {
            detection.classID = try reportedID(path, &cursor)
        } else {
            detection.label = try text(path, &cursor)
        }
    }

    func status(
        _ path: String,
        of position: DetectionPosition,
        _ cursor: inout JSONCursor,
        _ suspicions: inout FrameSuspicions
    ) throws -> DetectionStatus {
        if try cursor.readNull() { return .kept }
        guard cursor.kind == .string else {
            throw wrongKind(path, cursor.kind, expected: "\"kept\" or \"dropped\"")
        }
        let word = try cursor.readString()
        if let status = DetectionStatus(rawValue: word) { return status }
        suspicions.note(status: word, at: position, path)
        return .kept
    }

    /// A frame's number, made 0-based.
    func sourceFrame(_ path: String, _ cursor: inout JSONCursor) throws -> Int? {
        if try cursor.readNull() { return nil }
        guard let number = try cursor.readWholeNumberIfAny().flatMap(space.numbering.number) else {
            throw DetectionFault(path, "is not a frame's number, expected \(space.numbering.expected)")
        }
        return number
    }

    /// The text of the value, where it is JSON that others can read.
    func attributes(
        _ path: String,
        of position: DetectionPosition,
        _ cursor: inout JSONCursor,
        _ suspicions: inout FrameSuspicions
    ) throws -> String? {
        if try cursor.readNull() { return nil }
        let nonFiniteCount = cursor.nonFiniteCount
        let range = try cursor.skipRange()
        guard cursor.nonFiniteCount == nonFiniteCount else {
            suspicions.noteAttributesLeftOut(at: position, path)
            return nil
        }
        return cursor.string(range)
    }

    func wrongKind(_ path: String, _ kind: JSONKind, expected: String) -> DetectionFault {
        DetectionFault(path, "is \(kind.described), expected \(expected)")
    }

    func checkFinite(_ value: Double, _ path: @autoclosure () -> String) throws {
        guard value.isFinite else { throw DetectionFault(path(), "is \(value.shown), which is no finite number") }
    }
}
