/// Decodes the detections of one frame of a stage output in the canonical shape.
///
/// A detection with a fault is skipped and named; the others stay.
struct CanonicalDecoder {
    private static let fields = JSONKeyTable<CanonicalField>()

    private let reader: CanonicalReader
    private let frameIndex: Int
    private let limit: Int
    private var suspicions: FrameSuspicions
    private(set) var skipped: [SkippedPart] = []

    /// A decoder for the element `frameIndex` of `frames`, of which it decodes the first `limit` detections.
    init(space: CoordinateSpace, frameSize: FrameSize, frameIndex: Int, limit: Int) {
        reader = CanonicalReader(space: space, frameSize: frameSize)
        suspicions = FrameSuspicions(space: space, frameSize: frameSize)
        self.frameIndex = frameIndex
        self.limit = max(0, limit)
    }

    var warnings: [String] { suspicions.warnings }

    /// Decodes the value of `detections` at the cursor; `expectedCount` is only a hint.
    mutating func decode(_ cursor: inout JSONCursor, expectedCount: Int) -> [Detection] {
        var detections: [Detection] = []
        detections.reserveCapacity(min(expectedCount, limit))
        do {
            if try cursor.readNull() { return [] }
            try decodeArray(&cursor, into: &detections)
        } catch {
            // The index has checked the text, so only a value of the wrong kind comes here.
            skip("$.frames[\(frameIndex)].detections", "is \(cursor.kind.described), expected an array")
        }
        return detections
    }

    private mutating func decodeArray(_ cursor: inout JSONCursor, into detections: inout [Detection]) throws {
        try cursor.enterArray()
        var index = 0
        while try cursor.nextElement() {
            guard index < limit else { return try skipRest(from: index, &cursor) }
            // Read in its place in the array, because a detection is large to move.
            detections.append(Detection(position: DetectionPosition(frameIndex: frameIndex, detectionIndex: index)))
            if let fault = try read(into: &detections[detections.count - 1], &cursor) {
                skip("$.frames[\(frameIndex)].detections[\(index)]\(fault.path)", fault.reason)
                detections.removeLast()
            }
            index += 1
        }
    }

    private mutating func skipRest(from index: Int, _ cursor: inout JSONCursor) throws {
        var count = 0
        repeat {
            try cursor.skipValue()
            count += 1
        } while try cursor.nextElement()
        let path = "$.frames[\(frameIndex)].detections[\(index):]"
        skip(path, "\(count) more detections; the limit for one frame is \(limit)")
    }

    private mutating func skip(_ path: String, _ reason: String) {
        skipped.append(SkippedPart(path: path, reason: reason))
    }

    /// Reads the detection at the cursor, which it passes; the answer is why it must be skipped, if it must.
    private mutating func read(
        into detection: inout Detection,
        _ cursor: inout JSONCursor
    ) throws -> DetectionFault? {
        let kind = cursor.kind
        guard kind == .object else {
            try cursor.skipValue()
            return DetectionFault("", "is \(kind.described), expected an object")
        }
        var faults: [(field: CanonicalField, fault: DetectionFault)] = []
        try cursor.enterObject()
        while let key = try cursor.nextKey() {
            guard let field = Self.fields[key] else {
                try cursor.skipValue()
                continue
            }
            // A member named twice: the last one counts.
            if !faults.isEmpty { faults.removeAll { $0.field == field } }
            let mark = cursor.mark
            do {
                try reader.read(field, into: &detection, &cursor, &suspicions)
            } catch let fault as DetectionFault {
                faults.append((field, fault))
                cursor.return(to: mark)
                try cursor.skipValue()
            }
        }
        return faults.first?.fault ?? reader.fault(in: detection)
    }
}
