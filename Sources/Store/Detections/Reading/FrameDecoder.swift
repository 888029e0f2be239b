/// Decodes the detections of one frame.
///
/// A detection with a fault is skipped and named; the others stay.
struct FrameDecoder {
    private let format: DetectionFormat
    private let reader: DetectionReader
    private let limit: Int
    private var suspicions: FrameSuspicions
    private(set) var skipped: [SkippedPart] = []
    /// Detections seen so far, good or not.
    private var count = 0

    /// A decoder that decodes the first `limit` detections.
    init(format: DetectionFormat, space: CoordinateSpace, frameSize: FrameSize, limit: Int) {
        self.format = format
        reader = DetectionReader(space: space, frameSize: frameSize)
        suspicions = FrameSuspicions(space: space, frameSize: frameSize)
        self.limit = max(0, limit)
    }

    var warnings: [Warning] { suspicions.warnings }

    /// The detections in the pieces of `json` that are about the frame.
    mutating func decode(_ pieces: [DetectionPiece], of json: [UInt8]) -> [Detection] {
        var detections: [Detection] = []
        detections.reserveCapacity(min(pieces.reduce(0) { $0 + $1.count }, limit))
        for (index, piece) in pieces.enumerated() {
            guard count < limit || piece.count == 0 else {
                let rest = pieces[index...].reduce(0) { $0 + $1.count }
                skipRest(rest, from: piece.path(from: 0))
                break
            }
            JSONCursor.reading(json, piece.range) { cursor in decode(piece, &cursor, into: &detections) }
        }
        return detections
    }

    private mutating func decode(
        _ piece: DetectionPiece,
        _ cursor: inout JSONCursor,
        into detections: inout [Detection]
    ) {
        do {
            switch piece {
            case .list: try decodeList(piece, &cursor, into: &detections)
            case .element: try decodeDetection(at: piece.position(of: 0), &cursor, into: &detections)
            }
        } catch {
            // The outline has checked the text, so only a value of the wrong kind comes here.
            let reason = "is \(cursor.kind.described), expected an array"
            skipped.append(SkippedPart(path: piece.position(of: 0).listPath, reason: reason))
        }
    }

    private mutating func decodeList(
        _ piece: DetectionPiece,
        _ cursor: inout JSONCursor,
        into detections: inout [Detection]
    ) throws {
        if try cursor.readNull() { return }
        try cursor.enterArray()
        var index = 0
        while try cursor.nextElement() {
            guard count < limit else {
                return skipRest(piece.count - index, from: piece.path(from: index))
            }
            try decodeDetection(at: piece.position(of: index), &cursor, into: &detections)
            index += 1
        }
    }

    private mutating func decodeDetection(
        at position: DetectionPosition,
        _ cursor: inout JSONCursor,
        into detections: inout [Detection]
    ) throws {
        count += 1
        // Read in its place in the array, because a detection is large to move.
        detections.append(Detection(position: position))
        if let fault = try fault(reading: &detections[detections.count - 1], &cursor) {
            skipped.append(SkippedPart(fault.code, path: position.description + fault.path, reason: fault.reason))
            detections.removeLast()
        }
    }

    private mutating func fault(
        reading detection: inout Detection,
        _ cursor: inout JSONCursor
    ) throws -> DetectionFault? {
        let kind = cursor.kind
        guard kind == .object else {
            try cursor.skipValue()
            return DetectionFault("", "is \(kind.described), expected an object")
        }
        return try format.read(reader, &detection, &cursor, &suspicions)
    }

    private mutating func skipRest(_ count: Int, from path: String) {
        let reason = "\(count) more detections; the limit for one frame is \(limit)"
        skipped.append(SkippedPart(.beyondLimit, path: path, reason: reason))
    }
}

/// Objects that are detections.
extension DetectionReader {
    /// Reads the members of the object at the cursor that `fields` has by `read`, and says why the detection must be skipped,
    /// if it must. Of a member that is named twice the last one counts.
    @inline(__always)
    func readObject<Field: Equatable>(
        _ fields: JSONKeyTable<Field>,
        into detection: inout Detection,
        _ cursor: inout JSONCursor,
        _ read: (Field, inout Detection, inout JSONCursor) throws -> Void
    ) throws -> DetectionFault? {
        var faults: [(field: Field, fault: DetectionFault)] = []
        try cursor.enterObject()
        while let key = try cursor.nextKey() {
            guard let field = fields[key] else {
                try cursor.skipValue()
                continue
            }
            if !faults.isEmpty { faults.removeAll { $0.field == field } }
            let mark = cursor.mark
            do {
                try read(field, &detection, &cursor)
            } catch let fault as DetectionFault {
                faults.append((field, fault))
                cursor.return(to: mark)
                try cursor.skipValue()
            }
        }
        return faults.first?.fault ?? fault(in: detection)
    }
}
