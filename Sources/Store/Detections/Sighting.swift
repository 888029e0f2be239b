/// Who and what a detection is of, without where: read much faster than the whole of it.
package struct Sighting: Hashable, Sendable {
    package internal(set) var trackID: TrackID?
    package internal(set) var classID: ClassID?
    package internal(set) var label: String?

    package init(trackID: TrackID? = nil, classID: ClassID? = nil, label: String? = nil) {
        (self.trackID, self.classID, self.label) = (trackID, classID, label)
    }
}

extension StageOutput {
    /// The frames in order of their numbers, each with what its detections are of, in the order of the text. What cannot be read is of nothing.
    package func forEachFrame(_ body: (_ number: Int, _ timestamp: Double?, [Sighting]) -> Void) {
        // Tracks, classes and their words are read alike in frames of any size.
        guard let size = FrameSize(width: 1, height: 1) else { return }
        let reader = DetectionReader(space: coordinates, frameSize: size)
        for entry in entries {
            var sightings: [Sighting] = []
            sightings.reserveCapacity(entry.detectionCount)
            for piece in entry.pieces {
                JSONCursor.reading(json, piece.range) { cursor in
                    try? readSightings(piece, reader, &cursor, into: &sightings)
                }
            }
            body(entry.number, entry.timestamp, sightings)
        }
    }

    private func readSightings(
        _ piece: DetectionPiece,
        _ reader: DetectionReader,
        _ cursor: inout JSONCursor,
        into sightings: inout [Sighting]
    ) throws {
        guard case .list = piece else {
            sightings.append(try sighting(reader, &cursor))
            return
        }
        if try cursor.readNull() { return }
        try cursor.enterArray()
        while try cursor.nextElement() { sightings.append(try sighting(reader, &cursor)) }
    }

    /// Of the detection at the cursor, which it passes.
    private func sighting(_ reader: DetectionReader, _ cursor: inout JSONCursor) throws -> Sighting {
        guard cursor.kind == .object else {
            try cursor.skipValue()
            return Sighting()
        }
        // The format's own words, and those of others, which count where its own say nothing.
        var own = Detection(position: DetectionPosition(frameIndex: 0, detectionIndex: 0))
        var other = own
        try cursor.enterObject()
        while let key = try cursor.nextKey() {
            let mark = cursor.mark
            do {
                switch CanonicalField.table[key] {
                case .trackID: own.trackID = try reader.trackID("", &cursor)
                case .trackerID, .objectID: other.trackID = try reader.trackID("", &cursor)
                case .classID: own.classID = try reader.reportedID("", &cursor)
                case .label: own.label = try reader.text("", &cursor)
                case .class, .className, .category, .name: try reader.classWord("", into: &other, &cursor)
                case nil where key == Self.categoryKey: own.classID = try reader.reportedID("", &cursor)
                default: try cursor.skipValue()
                }
            } catch is DetectionFault {
                cursor.return(to: mark)
                try cursor.skipValue()
            }
        }
        if own.label != nil { (other.label, other.classID) = (nil, nil) }
        let classID = own.classID ?? other.classID
        return Sighting(
            trackID: own.trackID ?? other.trackID,
            classID: classID,
            label: own.label ?? other.label ?? coordinates.classNames[classID]
        )
    }

    /// Of COCO's results; no other format has it.
    private static let categoryKey = JSONKey("category_id")
}
