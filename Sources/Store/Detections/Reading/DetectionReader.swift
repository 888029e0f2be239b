/// Reads the values that detections are made of, whatever their format calls them, into frame pixels, and checks what several
/// of them say together.
///
/// A value that is `null` counts as absent. One that cannot be used throws a `DetectionFault`, whose path is the caller's.
struct DetectionReader {
    /// Coordinates beyond this, in frame pixels to either side of 0, are taken for a fault of the stage.
    static let coordinateLimit = 1_000_000.0

    let space: CoordinateSpace
    let frameSize: FrameSize
    let framePixels: FrameScale

    init(space: CoordinateSpace, frameSize: FrameSize) {
        self.space = space
        self.frameSize = frameSize
        framePixels = FrameScale(from: space, to: frameSize)
    }

    /// Takes away what of `detection` cannot be drawn though its members are each for themselves in order, and says why.
    func unusable(of detection: inout Detection, _ lostKeypoints: Set<Int>) -> [DetectionFault] {
        if detection.polygon.isEmpty, detection.polyline.isEmpty, detection.quad.isEmpty, detection.keypoints.isEmpty {
            // As most are.
            guard let box = detection.box, isOutside(box, turnedBy: detection.angle ?? 0) else { return [] }
        }
        var faults: [DetectionFault] = []
        if let box = detection.box, isOutside(box, turnedBy: detection.angle ?? 0) {
            let place = "x \(box.minX.rough)…\(box.maxX.rough), y \(box.minY.rough)…\(box.maxY.rough)"
            faults.append(
                DetectionFault(".bbox", "lies entirely outside the \(frameSize) frame: \(place)", .outsideFrame)
            )
            let middle = DetectionPoint(x: (box.minX + box.maxX) / 2, y: (box.minY + box.maxY) / 2)
            faults[faults.count - 1].place = middle
            detection.box = nil
        }
        if !detection.polygon.isEmpty, isOutside(detection.polygon + detection.polygonParts.joined()) {
            faults.append(outside(".polygon"))
            (detection.polygon, detection.polygonParts, detection.polygonHoles) = ([], [], [])
        }
        if isOutside(detection.polyline) {
            faults.append(outside(".polyline"))
            detection.polyline = []
        }
        if isOutside(detection.quad) {
            faults.append(outside(".quad"))
            detection.quad = []
        }
        if !detection.keypoints.isEmpty, isOutside(detection.keypoints.compactMap { $0?.point }) {
            faults.append(outside(".keypoints"))
            detection.keypoints = []
        }
        guard detection.skeleton != nil || !faults.isEmpty else { return [] }
        for index in faults.indices { faults[index].isOfGeometry = true }
        return faults + unusableBones(of: &detection, lostKeypoints)
    }

    /// Bones need both of their key points. Where one was not found, its bones are not there either, which is no fault.
    private func unusableBones(of detection: inout Detection, _ lostKeypoints: Set<Int>) -> [DetectionFault] {
        guard case .bones(let bones) = detection.skeleton, !detection.keypoints.isEmpty else { return [] }
        let keypoints = detection.keypoints
        var faults: [DetectionFault] = []
        let usable = bones.enumerated().filter { index, bone in
            let greatest = max(bone.start, bone.end)
            guard greatest < keypoints.count else {
                let reason = "names key point \(greatest), there are \(keypoints.count), counted from 0"
                faults.append(DetectionFault(".skeleton[\(index)]", reason))
                return false
            }
            let missing = [bone.start, bone.end].first { keypoints[$0] == nil }
            if let missing, lostKeypoints.contains(missing) {
                faults.append(DetectionFault(".skeleton[\(index)]", "joins key point \(missing), which cannot be used"))
            }
            return missing == nil
        }
        if usable.count < bones.count { detection.skeleton = .bones(usable.map(\.element)) }
        return faults
    }

    private func outside(_ path: String) -> DetectionFault {
        DetectionFault(path, "lies entirely outside the \(frameSize) frame", .outsideFrame)
    }

    /// A turned box counts as outside where the circle around it is.
    private func isOutside(_ box: DetectionBox, turnedBy angle: Double) -> Bool {
        var growth = (x: 0.0, y: 0.0)
        if angle != 0 {
            let radius = (box.width * box.width + box.height * box.height).squareRoot() / 2
            growth = (radius - box.width / 2, radius - box.height / 2)
        }
        return box.maxX + growth.x <= 0 || box.minX - growth.x >= Double(frameSize.width)
            || box.maxY + growth.y <= 0 || box.minY - growth.y >= Double(frameSize.height)
    }

    private func isOutside(_ points: [DetectionPoint]) -> Bool {
        guard !points.isEmpty else { return false }
        let width = Double(frameSize.width)
        let height = Double(frameSize.height)
        return points.allSatisfy { $0.x < 0 } || points.allSatisfy { $0.x > width }
            || points.allSatisfy { $0.y < 0 } || points.allSatisfy { $0.y > height }
    }
}

/// Masks of a detection.
extension DetectionReader {
    private enum Field: String, CaseIterable {
        case size, counts, key

        func path(in mask: String) -> String { "\(mask).\(rawValue)" }
    }

    private static let fields = JSONKeyTable<Field>()

    /// A mask's members; the counts only by their place, because the size may stand after them.
    private struct Parts {
        var size: (height: Int, width: Int)?
        var counts: JSONCursor.Mark?
        var key: String?
    }

    /// Run lengths, or the key of a picture, or both.
    func mask(_ path: String, _ cursor: inout JSONCursor) throws -> (RunLengthMask?, key: String?) {
        if try cursor.readNull() { return (nil, nil) }
        guard cursor.kind == .object else { throw wrongKind(path, cursor.kind, expected: "an object") }
        let parts = try maskParts(path, &cursor)
        if let size = parts.size, let counts = parts.counts {
            let end = cursor.mark
            cursor.return(to: counts)
            let mask = try runLengthMask(path, height: size.height, width: size.width, &cursor)
            cursor.return(to: end)
            guard mask.hasPixels else { throw DetectionFault(path, "has no pixel") }
            return (try placed(mask, path), parts.key)
        }
        guard parts.size == nil, parts.counts == nil, parts.key != nil else {
            throw DetectionFault(path, "has neither size and counts nor a key")
        }
        return (nil, parts.key)
    }

    /// The mask as it lies on the frame; one of a picture that is all of the frame stays as it is.
    private func placed(_ mask: RunLengthMask, _ path: String) throws -> RunLengthMask {
        guard let region = framePixels.picture else { return mask }
        let placed: RunLengthMask
        do throws(RunLengthMaskError) {
            placed = try mask.placed(over: region, on: frameSize)
        } catch {
            throw DetectionFault(path, error.description)
        }
        guard placed.hasPixels else { throw outside(path) }
        return placed
    }

    private func maskParts(_ path: String, _ cursor: inout JSONCursor) throws -> Parts {
        var parts = Parts()
        try cursor.enterObject()
        while let name = try cursor.nextKey() {
            switch Self.fields[name] {
            case .size: parts.size = try maskSize(path, &cursor)
            case .counts:
                parts.counts = cursor.kind == .null ? nil : cursor.mark
                try cursor.skipValue()
            case .key: parts.key = try maskKey(path, &cursor)
            case nil: try cursor.skipValue()
            }
        }
        return parts
    }

    private func maskSize(_ path: String, _ cursor: inout JSONCursor) throws -> (height: Int, width: Int)? {
        if try cursor.readNull() { return nil }
        guard cursor.kind == .array else {
            throw wrongKind(Field.size.path(in: path), cursor.kind, expected: "[height, width]")
        }
        var sides: [Int] = []
        try cursor.enterArray()
        while try cursor.nextElement() {
            guard cursor.kind == .number, let side = try cursor.readNumber().integer, sides.count < 2 else {
                throw DetectionFault(Field.size.path(in: path), "is not two whole numbers [height, width]")
            }
            sides.append(side)
        }
        guard sides.count == 2 else {
            throw DetectionFault(Field.size.path(in: path), "is not two whole numbers [height, width]")
        }
        return (sides[0], sides[1])
    }

    private func maskKey(_ path: String, _ cursor: inout JSONCursor) throws -> String? {
        if try cursor.readNull() { return nil }
        guard cursor.kind == .string else { throw wrongKind(Field.key.path(in: path), cursor.kind, expected: "a text") }
        let key = try cursor.readString()
        guard !key.isEmpty else { throw DetectionFault(Field.key.path(in: path), "is empty") }
        return key
    }

    /// The mask whose counts, a list or COCO's compressed string, are at the cursor.
    private func runLengthMask(
        _ path: String,
        height: Int,
        width: Int,
        _ cursor: inout JSONCursor
    ) throws -> RunLengthMask {
        do {
            if cursor.kind == .string {
                return try RunLengthMask(height: height, width: width, compressed: try cursor.readString().utf8)
            }
            return try RunLengthMask(height: height, width: width, runs: try runs(path, &cursor))
        } catch let error as RunLengthMaskError {
            let isSize = if case .badSize = error { true } else { false }
            throw DetectionFault((isSize ? Field.size : Field.counts).path(in: path), error.description)
        }
    }

    private func runs(_ path: String, _ cursor: inout JSONCursor) throws -> [UInt32] {
        guard cursor.kind == .array else {
            throw wrongKind(
                Field.counts.path(in: path),
                cursor.kind,
                expected: "an array of run lengths or a compressed string"
            )
        }
        var runs: [UInt32] = []
        try cursor.enterArray()
        while try cursor.nextElement() {
            let runPath = { "\(Field.counts.path(in: path))[\(runs.count)]" }
            guard cursor.kind == .number else { throw wrongKind(runPath(), cursor.kind, expected: "a whole number") }
            let number = try cursor.readNumber()
            guard let run = number.integer, 0...RunLengthMask.pixelLimit ~= run else {
                let expected = "a whole number from 0 to \(RunLengthMask.pixelLimit)"
                throw DetectionFault(runPath(), "is \(number.value.shown), expected \(expected)")
            }
            runs.append(UInt32(run))
        }
        return runs
    }
}
