package import Detections
package import Store

/// The detections of a whole stage, reduced to what counts need: some 24 bytes each.
package struct StageDigest: Sendable {
    /// A detection as it counts; texts are numbers of `names`.
    struct Entry {
        /// NaN where there is none.
        let confidence: Double
        let label: Int32
        let classID: Int32
        let trackID: Int32
        /// `nil` for what the stage kept.
        let dropReason: Int32?
    }

    /// A frame that the stage names.
    struct Frame {
        let number: Int
        let timestamp: Double?
        let skippedCount: Int
        let entries: Range<Int>
    }

    private(set) var names = NameTable()
    private(set) var entries: [Entry] = []
    private(set) var frames: [Frame] = []

    /// Decodes every frame of `output`, in pixels of frames of `size`.
    init(_ output: MergedStageOutput, size: FrameSize) {
        for named in output.frames {
            let number = named.frame.number
            guard let found = output.detections(of: number, in: size)?.detections else { continue }
            let start = entries.count
            for detection in found.detections { entries.append(entry(detection)) }
            frames.append(
                Frame(
                    number: number,
                    timestamp: found.timestamp,
                    skippedCount: found.skipped.count,
                    entries: start..<entries.count
                )
            )
        }
    }

    private mutating func entry(_ detection: Detection) -> Entry {
        Entry(
            confidence: detection.confidence ?? .nan,
            label: names.number(of: detection.label),
            classID: names.number(of: detection.classID?.description),
            trackID: names.number(of: detection.trackID?.description),
            dropReason: detection.status == .dropped ? names.number(of: detection.reason) : nil
        )
    }

    /// The counts of each frame and of all, of the detections that `style` shows but for what the stage dropped, which is counted
    /// apart.
    package func summary(_ style: Style) -> StageSummaryColumns {
        let classes = style.classes.map { names.numbers(of: $0) }
        let tracks = style.tracks.map { names.numbers(of: $0) }
        var columns = StageSummaryColumns()
        for frame in frames {
            var counts = StageSummaryColumns.Counts()
            for entry in entries[frame.entries] {
                if entry.confidence < style.minConfidence { continue }
                if let classes, !classes.contains(entry.label), !classes.contains(entry.classID) { continue }
                if let tracks, !tracks.contains(entry.trackID) { continue }
                if let reason = entry.dropReason {
                    counts.dropped += 1
                    columns.dropReasons[names[reason] ?? "unknown", default: 0] += 1
                } else {
                    counts.kept += 1
                    columns.classes[names[entry.label] ?? names[entry.classID] ?? "unknown", default: 0] += 1
                    counts.note(entry.confidence)
                }
            }
            columns.append(counts, of: frame.number, at: frame.timestamp, skipped: frame.skippedCount)
        }
        return columns
    }
}

/// The tracks of a stage.
extension StageDigest {
    /// Every track, in order of the frame that it begins on and then of its id. What the stage dropped belongs to none.
    package var tracks: [TrackSummary] {
        var tracks: [Int32: TrackSummary] = [:]
        for (index, frame) in frames.enumerated() {
            for entry in entries[frame.entries] where entry.trackID >= 0 && entry.dropReason == nil {
                let id = names[entry.trackID] ?? ""
                let label = names[entry.label] ?? names[entry.classID]
                tracks[entry.trackID, default: TrackSummary(id: id, label: label, start: frame.number, index: index)]
                    .note(frame.number, index: index, confidence: entry.confidence)
            }
        }
        return tracks.values.sorted { ($0.firstFrame, $0.id) < ($1.firstFrame, $1.id) }
    }
}

/// One track frame by frame.
extension StageDigest {
    /// The numbers of the frames that the track is on, in order; none where there is no such track.
    func frames(ofTrack id: String) -> [Int] {
        guard let track = names.numbers(of: [id]).first else { return [] }
        return frames.filter { frame in
            entries[frame.entries].contains { $0.trackID == track && $0.dropReason == nil }
        }.map(\.number)
    }
}

/// One track through the frames that a stage names.
package struct TrackSummary: Sendable {
    package let id: String
    /// Of its first detection: its label, else its class id.
    package let label: String?
    package let firstFrame: Int
    package private(set) var lastFrame: Int
    /// Detections of it.
    package private(set) var count = 0
    /// How often it is away from frames that the stage names, between its first and its last.
    package private(set) var gaps = 0
    private var lastIndex: Int
    private var confidenceSum = 0.0
    private var confidences = 0

    fileprivate init(id: String, label: String?, start: Int, index: Int) {
        self.id = id
        self.label = label
        firstFrame = start
        lastFrame = start
        lastIndex = index
    }

    /// To four decimals; `nil` where no detection has one.
    package var meanConfidence: Double? {
        confidences == 0 ? nil : (confidenceSum / Double(confidences) * 10_000).rounded() / 10_000
    }

    fileprivate mutating func note(_ frame: Int, index: Int, confidence: Double) {
        count += 1
        if index > lastIndex + 1 { gaps += 1 }
        (lastFrame, lastIndex) = (frame, index)
        guard !confidence.isNaN else { return }
        confidenceSum += confidence
        confidences += 1
    }
}

/// Texts by number, each once; -1 is none.
struct NameTable {
    private var numbers: [String: Int32] = [:]
    private var names: [String] = []

    mutating func number(of name: String?) -> Int32 {
        guard let name else { return -1 }
        if let number = numbers[name] { return number }
        let number = Int32(clamping: names.count)
        numbers[name] = number
        names.append(name)
        return number
    }

    func numbers(of wanted: Set<String>) -> Set<Int32> { Set(wanted.compactMap { numbers[$0] }) }

    subscript(number: Int32) -> String? { number < 0 ? nil : names[Int(number)] }
}

/// Counts of a stage, a column each with an entry for every frame that it names.
package struct StageSummaryColumns: Sendable {
    /// Of one frame.
    struct Counts {
        var kept = 0
        var dropped = 0
        private(set) var least: Double?
        private var sum = 0.0
        private var confidences = 0

        /// Takes note of the confidence of something that was kept; NaN is none.
        mutating func note(_ confidence: Double) {
            guard !confidence.isNaN else { return }
            least = min(least ?? confidence, confidence)
            sum += confidence
            confidences += 1
        }

        /// To four decimals.
        var mean: Double? { confidences == 0 ? nil : (sum / Double(confidences) * 10_000).rounded() / 10_000 }
    }

    /// The frames' numbers, in order.
    package private(set) var frame: [Int] = []
    package private(set) var timestamp: [Double?] = []
    package private(set) var kept: [Int] = []
    package private(set) var dropped: [Int] = []
    /// Parts that could not be decoded.
    package private(set) var skipped: [Int] = []
    package private(set) var meanConfidence: [Double?] = []
    package private(set) var leastConfidence: [Double?] = []
    /// What was kept, by label, else by class id.
    package fileprivate(set) var classes: [String: Int] = [:]
    package fileprivate(set) var dropReasons: [String: Int] = [:]

    fileprivate mutating func append(_ counts: Counts, of number: Int, at time: Double?, skipped count: Int) {
        frame.append(number)
        timestamp.append(time)
        kept.append(counts.kept)
        dropped.append(counts.dropped)
        skipped.append(count)
        meanConfidence.append(counts.mean)
        leastConfidence.append(counts.least)
    }
}

/// The digests made last; callers who want one at the same time share the making.
package actor StageDigests {
    private struct Key: Hashable, Sendable {
        let rows: [StageOutputRow.Identity]
        let alignment: String
        let size: FrameSize
    }

    /// How many are kept; one of a long timeline takes some 6 MB.
    private static let capacity = 8

    private let limits: WorkLimits
    private var kept: [(key: Key, digest: StageDigest)] = []
    private let makings = SharedWork<Key, StageDigest>()

    package init(limits: WorkLimits) { self.limits = limits }

    /// The digest of `output`, in pixels of frames of `size`.
    package func digest(of output: MergedStageOutput, size: FrameSize) async throws -> StageDigest {
        let key = Key(rows: output.identities, alignment: output.alignmentID, size: size)
        if let index = kept.firstIndex(where: { $0.key == key }) {
            kept.append(kept.remove(at: index))
            return kept[kept.count - 1].digest
        }
        let digest = try await makings.run(key) { [limits] in
            try await limits.planning.run(for: Party()) {
                try await limits.processors.run { StageDigest(output, size: size) }
            }
        }
        if !kept.contains(where: { $0.key == key }) { kept.append((key, digest)) }
        if kept.count > Self.capacity { kept.removeFirst() }
        return digest
    }

    /// What the stage kept of the track, with the frame and its time, in order. Throws `unknownTrack`; `field` is what the request calls the track.
    package func track(
        _ id: String,
        of output: MergedStageOutput,
        size: FrameSize,
        field: String = "track_id"
    ) async throws -> [(frame: Int, timestamp: Double?, detection: Detection)] {
        let digest = try await digest(of: output, size: size)
        let numbers = digest.frames(ofTrack: id)
        guard !numbers.isEmpty else {
            throw RequestError.unknownTrack(id, known: digest.tracks.map(\.id), field: field)
        }
        return try await limits.planning.run(for: Party()) {
            try await limits.processors.run {
                numbers.flatMap { number in
                    let found = output.found(on: number, in: size).detections
                    return found.detections.filter { $0.trackID?.description == id && $0.status != .dropped }
                        .map { (number, found.timestamp, $0) }
                }
            }
        }
    }
}
