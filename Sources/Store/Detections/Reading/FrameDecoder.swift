/// Decodes the detections of one frame.
///
/// What of a detection cannot be used is named, and the rest of it stays; one of which nothing says where it is any more is skipped.
struct FrameDecoder {
    private let format: DetectionFormat
    private let space: CoordinateSpace
    private let frameSize: FrameSize
    /// Of the piece that is being decoded.
    private var reader: DetectionReader
    private let limit: Int
    private var suspicions: FrameSuspicions
    private(set) var skipped: [SkippedPart] = []
    /// The middles of boxes that lie outside of the frame, in frame pixels.
    private(set) var outside: [DetectionPoint] = []
    /// Detections seen so far, good or not.
    private var count = 0

    /// A decoder that decodes the first `limit` detections.
    init(format: DetectionFormat, space: CoordinateSpace, frameSize: FrameSize, limit: Int) {
        self.format = format
        self.space = space
        self.frameSize = frameSize
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
            reader = DetectionReader(space: space.ofRegion(piece.region), frameSize: frameSize)
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
            skipped.append(SkippedPart(path: piece.list.path, reason: reason))
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
        let faults = try faults(reading: &detections[detections.count - 1], &cursor)
        if !space.classNames.isEmpty, detections[detections.count - 1].label == nil {
            detections[detections.count - 1].label = space.classNames[detections[detections.count - 1].classID]
        }
        guard !faults.isEmpty else { return }
        outside += faults.compactMap(\.place)
        if !detections[detections.count - 1].hasGeometry, let lost = faults.lost {
            detections.removeLast()
            skipped.append(SkippedPart(lost.code, path: position.description + lost.path, reason: lost.reason))
        } else {
            skipped += faults.map {
                SkippedPart($0.code, path: position.description + $0.path, reason: $0.reason + ": drawn without it")
            }
        }
    }

    /// What of the detection at the cursor cannot be used; the rest of it is in `detection`.
    private mutating func faults(
        reading detection: inout Detection,
        _ cursor: inout JSONCursor
    ) throws -> [DetectionFault] {
        let kind = cursor.kind
        guard kind == .object else {
            try cursor.skipValue()
            var fault = DetectionFault("", "is \(kind.described), expected an object")
            fault.isOfGeometry = true
            return [fault]
        }
        guard space.notes.hasRegions else { return try format.read(reader, &detection, &cursor, &suspicions) }
        do {
            return try format.read(try ownReader(&cursor), &detection, &cursor, &suspicions)
        } catch let fault as DetectionFault {
            try cursor.skipValue()
            return [fault]
        }
    }

    /// The reader of the detection at the cursor, which may have a region of its own.
    private func ownReader(_ cursor: inout JSONCursor) throws -> DetectionReader {
        let start = cursor.mark
        defer { cursor.return(to: start) }
        var region: PictureRegion?
        try cursor.enterObject()
        while let key = try cursor.nextKey() {
            guard key == Self.regionKey, cursor.kind != .null else {
                try cursor.skipValue()
                continue
            }
            region = try PictureRegion(&cursor)
            guard region != nil else {
                var fault = DetectionFault(".region", "is not \(PictureRegion.expected)")
                fault.isOfGeometry = true
                throw fault
            }
        }
        return region.map { DetectionReader(space: space.ofRegion($0), frameSize: frameSize) } ?? reader
    }

    private static let regionKey = JSONKey(CanonicalField.region.rawValue)

    private mutating func skipRest(_ count: Int, from path: String) {
        let reason = "\(count) more detections; the limit for one frame is \(limit)"
        skipped.append(SkippedPart(.beyondLimit, path: path, reason: reason))
    }
}
