/// Notes, while a frame's detections are decoded, what looks wrong without being impossible.
struct FrameSuspicions {
    /// Things of one kind: how many, and where the first is.
    private struct Tally {
        var count = 0
        var first: (path: String, value: String) = ("", "")

        mutating func add(_ path: String, _ value: String) {
            if count == 0 { first = (path, value) }
            count += 1
        }
    }

    private let space: CoordinateSpace
    private let frameSize: FrameSize
    private var boxCount = 0
    private var unitBoxCount = 0
    private var largeBoxCount = 0
    private var confidences = Tally()
    private var statuses = Tally()
    private var attributes = Tally()
    private var otherWords = Tally()
    private var masks = Tally()
    private var placeless = Tally()
    private var angleCount = 0
    /// Angles that are small enough for radians and not whole.
    private var smallAngleCount = 0
    private var typingErrors = TypingErrors()
    private var fits: FitDoubts?
    /// Of the detection that is being read.
    private var partFaults: [DetectionFault] = []
    private var lostKeypoints: Set<Int> = []
    /// Whether its box is only the bounds of what else it has.
    var isBoxOfBounds = false

    init(space: CoordinateSpace, frameSize: FrameSize) {
        self.space = space
        self.frameSize = frameSize
        fits = FitDoubts(space, frameSize)
    }

    /// Notes a box's corners in the output's space, where it says itself how the frame was fitted.
    @inline(__always)
    mutating func note(corners: SIMD4<Double>) {
        if fits != nil { fits?.note(corners) }
    }

    /// Notes a box's four numbers as they are in the output.
    @inline(__always)
    mutating func note(box numbers: SIMD4<Double>) {
        boxCount &+= 1
        let greatest = max(max(numbers.x, numbers.y), max(numbers.z, numbers.w))
        if greatest > 2 {
            largeBoxCount &+= 1
        } else if greatest <= 1, min(min(numbers.x, numbers.y), min(numbers.z, numbers.w)) >= 0 {
            unitBoxCount &+= 1
        }
    }

    mutating func note(confidence: Double, at position: DetectionPosition, _ path: String) {
        guard !(0...1 ~= confidence) else { return }
        confidences.add("\(position)\(path)", confidence.shown)
    }

    mutating func note(status: String, at position: DetectionPosition, _ path: String) {
        statuses.add("\(position)\(path)", status)
    }

    mutating func noteAttributesLeftOut(at position: DetectionPosition, _ path: String) {
        attributes.add("\(position)\(path)", "")
    }

    /// Notes an angle as it is in the output.
    mutating func note(angle: Double) {
        angleCount += 1
        if abs(angle) <= 3.15, angle != angle.rounded() { smallAngleCount += 1 }
    }

    /// Notes a mask of another shape than the frame's: it is stretched to the frame.
    mutating func note(mask: RunLengthMask?, at position: DetectionPosition, _ path: String) {
        guard let mask else { return }
        let ratio = Double(frameSize.width) / Double(frameSize.height)
        let (width, height) = (Double(mask.width), Double(mask.height))
        // Small masks are rounded to whole pixels.
        let isOfFrame = abs(width - height * ratio) <= max(1, width / 100) || abs(height - width / ratio) <= 1
        guard !isOfFrame else { return }
        let isTurned = mask.width * frameSize.width == mask.height * frameSize.height
        let size = "\(mask.height) high and \(mask.width) wide"
        masks.add("\(position)\(path)", isTurned ? "\(size): are its sides swapped (size is [height, width])?" : size)
    }

    /// Notes a detection of which nothing known says where it is, and its members that are not known.
    mutating func note(placeless members: [String], at position: DetectionPosition) {
        placeless.add("\(position)", members.shortList)
    }

    mutating func note(otherWord word: String, at position: DetectionPosition) {
        otherWords.add("\(position).\(word)", word)
    }

    /// Notes a key point that cannot be used; the others of its detection can.
    mutating func note(lostKeypoint index: Int, _ fault: DetectionFault) {
        lostKeypoints.insert(index)
        partFaults.append(fault)
        partFaults[partFaults.count - 1].isOfGeometry = true
    }

    var hasPartFaults: Bool { !partFaults.isEmpty }

    /// What was noted of the detection that was read last.
    mutating func takePartFaults() -> [DetectionFault] {
        guard !partFaults.isEmpty else { return [] }
        defer { partFaults = [] }
        return partFaults
    }

    mutating func takeLostKeypoints() -> Set<Int> {
        guard !lostKeypoints.isEmpty else { return [] }
        defer { lostKeypoints = [] }
        return lostKeypoints
    }

    /// Whether a member that no field has the name of may be a known one with a typing error.
    mutating func mayBeTypingError(_ key: JSONKey) -> Bool { typingErrors.nearest(to: key) != nil }

    /// Notes unknown members of a detection whose members are all in `keys`.
    mutating func note(_ unknown: [JSONKey], besides keys: [JSONKey], at position: DetectionPosition) {
        for key in unknown { typingErrors.note(key, besides: keys, at: position) }
    }

    /// One for each kind.
    var warnings: [Warning] {
        [
            shapeWarning, unitWarning, angleWarning, maskWarning, confidenceWarning, statusWarning, attributesWarning,
            otherWordsWarning, placelessWarning, fits?.warning,
        ]
        .compactMap(\.self) + typingErrors.warnings
    }

    private var otherWordsWarning: Warning? {
        guard otherWords.count > 0 else { return nil }
        let detail =
            "\(otherWords.count) members say otherwise than the canonical ones beside them, which count; the first is "
            + otherWords.first.path
        return Warning(.wordsDisagree, detail, path: otherWords.first.path)
    }

    private var placelessWarning: Warning? {
        guard placeless.count > 0 else { return nil }
        let detail =
            "\(placeless.count) of the detections have nothing that says where they are, and count as of the whole frame; the first "
            + "has members that are not known: \(placeless.first.value)"
        return Warning(.memberUnknown, detail, path: placeless.first.path)
    }

    private var shapeWarning: Warning? {
        guard let picture = space.pictureSize, !space.isFitDeclared, !space.notes.hasRegions else { return nil }
        let region = space.region ?? PictureRegion(of: frameSize)
        let ratio = picture.width / picture.height * region.height / region.width
        guard abs(ratio - 1) > 0.01 else { return nil }
        let pictureSize = "\(picture.width.shown)×\(picture.height.shown)"
        let detail =
            "coordinates are of a \(pictureSize) picture, the frame is \(frameSize): their shapes differ, so everything drawn is "
            + "stretched; \"fit\": \"letterbox\" or \"crop\" in coordinates says that the frame was not"
        return Warning(.shapeDiffers, detail, path: "$.coordinates")
    }

    private var unitWarning: Warning? {
        if space.unit == .pixels, unitBoxCount > 0, largeBoxCount > 0 {
            let detail =
                "\(unitBoxCount) of the \(boxCount) boxes lie within 0…1 pixels, others do not: are they normalized?"
            return Warning(.unitDoubtful, detail)
        }
        guard boxCount >= 3 else { return nil }
        if space.unit == .pixels, unitBoxCount == boxCount {
            let detail =
                "coordinates are taken as pixels, but all \(boxCount) boxes lie within 0…1: are they normalized?"
            return Warning(.unitDoubtful, detail, declare: #"{"coordinates": {"space": "normalized"}}"#)
        }
        if space.unit == .normalized, largeBoxCount == boxCount {
            let detail =
                "coordinates are taken as normalized, but all \(boxCount) boxes reach beyond 2: are they pixels?"
            return Warning(.unitDoubtful, detail, declare: #"{"coordinates": {"space": "pixels"}}"#)
        }
        return nil
    }

    private var angleWarning: Warning? {
        guard angleCount >= 3, smallAngleCount == angleCount, space.angleUnit == .degrees else { return nil }
        let detail = "all \(angleCount) angles lie within ±3.15 and are taken as degrees: are they radians?"
        return Warning(.unitDoubtful, detail, declare: #"{"coordinates": {"angle": "radians"}}"#)
    }

    private var maskWarning: Warning? {
        guard masks.count > 0 else { return nil }
        let detail =
            "\(masks.count) of the masks are of another shape than the \(frameSize) frame and are stretched to it; the first is "
            + masks.first.value
        return Warning(.shapeDiffers, detail, path: masks.first.path)
    }

    private var confidenceWarning: Warning? {
        guard confidences.count > 0 else { return nil }
        let detail =
            "\(confidences.count) of the confidences are outside 0…1; the first is "
            + "\(confidences.first.value) at \(confidences.first.path)"
        return Warning(.confidenceOutOfRange, detail, path: confidences.first.path)
    }

    private var statusWarning: Warning? {
        guard statuses.count > 0 else { return nil }
        let detail =
            "\(statuses.count) of the statuses are neither kept nor dropped and count as kept; the first is "
            + "\"\(statuses.first.value)\" at \(statuses.first.path)"
        return Warning(.statusUnknown, detail, path: statuses.first.path)
    }

    private var attributesWarning: Warning? {
        guard attributes.count > 0 else { return nil }
        let detail =
            "\(attributes.count) of the attributes hold NaN or Infinity, which JSON does not have, "
            + "and are left out; the first are at \(attributes.first.path)"
        return Warning(.attributesLeftOut, detail, path: attributes.first.path)
    }
}
