/// What another tool's text says, in the canonical shape.
struct Translation {
    typealias Members = [String: JSONTree]

    private struct Frame {
        var timestamp: Double?
        var size: (width: Int, height: Int)?
        var detections: [JSONTree] = []
        var paths: [String] = []
    }

    /// The members of `coordinates`.
    var coordinates: Members = [:]
    /// The names of classes, by their numbers.
    var classNames: Members = [:]
    var warnings: [Warning] = []
    private(set) var faults = FaultList()
    private var frames: [Int: Frame] = [:]
    /// Whether detections are of a picture of which nothing says which frame it is.
    private(set) var isOfOnePicture = false

    /// How much more may be made of few bytes: frames filled in, and pixels of masks by the hundred.
    private var room = 200_000

    /// False, taking nothing, where there is not so much room any more.
    mutating func takeRoom(for count: Int) -> Bool {
        guard count <= room else { return false }
        room -= count
        return true
    }

    /// Adds a detection of the text, which is at `path` there, to a frame; to the only picture where `number` is `nil`.
    mutating func add(_ members: Members, to number: Int?, at path: String) {
        if number == nil { isOfOnePicture = true }
        let number = number ?? 0
        frames[number, default: Frame()].detections.append(.object(members))
        frames[number, default: Frame()].paths.append(path)
    }

    /// Says that there is such a frame, whatever is on it; the only picture where `number` is `nil`.
    mutating func addFrame(_ number: Int?, at time: Double? = nil, size: (width: Int, height: Int)? = nil) {
        if number == nil { isOfOnePicture = true }
        let frame = frames[number ?? 0] ?? Frame()
        frames[number ?? 0] = frame
        if let time { frames[number ?? 0]?.timestamp = time }
        if let size { frames[number ?? 0]?.size = size }
    }

    /// Adds what `part` has of one picture to frame `number`; its paths begin at `path`.
    mutating func append(_ part: Translation, to number: Int, under path: String) {
        coordinates.merge(part.coordinates) { first, _ in first }
        for warning in part.warnings where !warnings.contains(warning) { warnings.append(warning) }
        for fault in part.faults.parts { skip(path + fault.path.dropFirst(), fault.reason) }
        for frame in part.frames.values {
            for (detection, place) in zip(frame.detections, frame.paths) {
                add(detection.members ?? [:], to: number, at: path + place.dropFirst())
            }
        }
    }

    mutating func skip(_ path: String, _ reason: String) { faults.add(path, reason) }

    /// The greatest magnitude of all numbers in the members called `names`; `nil` where there are none.
    func greatest(of names: String...) -> Double? {
        var greatest: Double?
        for frame in frames.values {
            for detection in frame.detections {
                for name in names { detection[name]?.visitNumbers { greatest = max(greatest ?? 0, $0.magnitude) } }
            }
        }
        return greatest
    }

    /// The sizes that frames have; each once.
    var sizes: Set<[Int]> { Set(frames.values.compactMap { $0.size.map { [$0.width, $0.height] } }) }

    var json: [UInt8] {
        var text = "{\"coordinates\":"
        // Nothing is left to be guessed.
        JSONTree.object(coordinates.merging(["box": .string("xywh")]) { given, _ in given }).write(to: &text)
        if !classNames.isEmpty {
            text += ",\"names\":"
            JSONTree.object(classNames).write(to: &text)
        }
        text += ",\"frames\":["
        for (index, number) in numbers.enumerated() {
            guard let frame = frames[number] else { continue }
            text += index == 0 ? "" : ","
            var members: Members = ["frame": .integer(number), "detections": .array(frame.detections)]
            if let timestamp = frame.timestamp { members["timestamp"] = .number(timestamp) }
            if let size = frame.size {
                (members["width"], members["height"]) = (.integer(size.width), .integer(size.height))
            }
            JSONTree.object(members).write(to: &text)
        }
        text += "]}"
        return Array(text.utf8)
    }

    /// For each frame of `json` in turn, where its detections stand in the text.
    var paths: [[String]] { numbers.map { frames[$0]?.paths ?? [] } }

    private var numbers: [Int] { frames.keys.sorted() }
}

extension Translation {
    /// The number of a frame that the text has at `seconds`, in microseconds, where it has none of its own; `nil` where that is no time.
    static func number(at seconds: Double) -> Int? { Int(exactly: (seconds * 1_000_000).rounded()) }
}

extension JSONTree {
    fileprivate func visitNumbers(_ visit: (Double) -> Void) {
        switch self {
        case .array(let elements): for element in elements { element.visitNumbers(visit) }
        case .object(let members): for member in members.values { member.visitNumbers(visit) }
        case .integer, .number: if let double, double.isFinite { visit(double) }
        default: break
        }
    }
}
