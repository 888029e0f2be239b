/// Reads the members of one detection in the canonical shape, and checks what several of them say together.
///
/// Members that are `null` count as absent. A member that cannot be used throws a `DetectionFault`.
struct CanonicalReader {
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

    /// Reads the value at the cursor as `field` of `detection`.
    func read(
        _ field: CanonicalField,
        into detection: inout Detection,
        _ cursor: inout JSONCursor,
        _ suspicions: inout FrameSuspicions
    ) throws {
        switch field {
        case .id: detection.id = try text(field, &cursor)
        case .label: detection.label = try text(field, &cursor)
        case .text: detection.text = try text(field, &cursor)
        case .reason: detection.reason = try text(field, &cursor)
        case .classID: detection.classID = try reportedID(field, &cursor)
        case .trackID: detection.trackID = try reportedID(field, &cursor)
        case .confidence: detection.confidence = try confidence(of: detection.position, &cursor, &suspicions)
        case .angle: detection.angle = try number(field, &cursor)
        case .bbox: detection.box = try box(&cursor, &suspicions)
        case .polygon: detection.polygon = try points(field, atLeast: 3, &cursor)
        case .polyline: detection.polyline = try points(field, atLeast: 2, &cursor)
        case .quad: detection.quad = try quad(&cursor)
        case .mask: (detection.mask, detection.maskKey) = try mask(&cursor)
        case .keypoints: detection.keypoints = try keypoints(&cursor)
        case .skeleton: detection.skeleton = try skeleton(&cursor)
        case .status: detection.status = try status(of: detection.position, &cursor, &suspicions)
        case .sourceFrame: detection.sourceFrame = try sourceFrame(&cursor)
        case .attributes: detection.attributesJSON = try attributes(of: detection.position, &cursor, &suspicions)
        }
    }

    /// The fault of a detection whose members are each for themselves in order.
    func fault(in detection: Detection) -> DetectionFault? {
        if let box = detection.box, isOutside(box, turnedBy: detection.angle ?? 0) {
            let place = "x \(box.minX.shown)…\(box.maxX.shown), y \(box.minY.shown)…\(box.maxY.shown)"
            return DetectionFault(".bbox", "lies entirely outside the \(frameSize) frame: \(place)")
        }
        if isOutside(detection.polygon) { return outside(".polygon") }
        if isOutside(detection.polyline) { return outside(".polyline") }
        if isOutside(detection.quad) { return outside(".quad") }
        if isOutside(detection.keypoints.map(\.point)) { return outside(".keypoints") }
        return skeletonFault(in: detection)
    }

    private func skeletonFault(in detection: Detection) -> DetectionFault? {
        guard case .bones(let bones) = detection.skeleton, !detection.keypoints.isEmpty else { return nil }
        let count = detection.keypoints.count
        guard let index = bones.firstIndex(where: { max($0.start, $0.end) >= count }) else { return nil }
        let named = max(bones[index].start, bones[index].end)
        return DetectionFault(".skeleton[\(index)]", "names key point \(named), there are \(count), counted from 0")
    }

    private func outside(_ path: String) -> DetectionFault {
        DetectionFault(path, "lies entirely outside the \(frameSize) frame")
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
