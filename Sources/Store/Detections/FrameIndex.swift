/// Finds a stage output's frames by number.
struct FrameIndex {
    /// By ascending number, each number once.
    private(set) var entries: [FrameEntry]
    private(set) var warnings: [Warning] = []

    /// An index of `frames`, whose numbers are written as `numbering` says. Frames without a possible number go to `faults`; parts
    /// of one frame, as several models or the chunks of a file write them, add up.
    init(_ frames: [FrameEntry], _ numbering: FrameNumbering, _ faults: inout FaultList) {
        entries = []
        entries.reserveCapacity(frames.count)
        for var entry in frames {
            guard let number = numbering.number(of: entry.number) else {
                faults.add("\(entry.place.path).frame", "is \(entry.number), expected \(numbering.expected)")
                continue
            }
            entry.number = number
            entries.append(entry)
        }
        guard zip(entries, entries.dropFirst()).contains(where: { $0.number >= $1.number }) else { return }
        // Of the same number the order of the text stays.
        let order = entries.indices.sorted { (entries[$0].number, $0) < (entries[$1].number, $1) }
        entries = order.map { entries[$0] }
        mergeRepeats()
    }

    /// About how much memory it holds.
    var byteCount: Int {
        let pieceCount = entries.reduce(0) { $0 + $1.pieces.count }
        return entries.count * MemoryLayout<FrameEntry>.stride + pieceCount * MemoryLayout<DetectionPiece>.stride
    }

    subscript(number: Int) -> FrameEntry? {
        var low = 0
        var high = entries.count
        while low < high {
            let middle = (low + high) / 2
            if entries[middle].number < number {
                low = middle + 1
            } else {
                high = middle
            }
        }
        guard low < entries.count, entries[low].number == number else { return nil }
        return entries[low]
    }

    /// Has the detections of the element `index` of `frames` say that they stand at `paths[index]` in the text from which they were
    /// translated.
    mutating func translate(from paths: [[String]]) {
        for index in entries.indices {
            guard case .element(let place) = entries[index].place, paths.indices.contains(place) else { continue }
            entries[index].pieces = entries[index].pieces.map { $0.translated(from: paths[place]) }
        }
    }

    private mutating func mergeRepeats() {
        var merged: [FrameEntry] = []
        merged.reserveCapacity(entries.count)
        var example: (first: FrameEntry, next: FrameEntry)?
        var repeats = 0
        for entry in entries {
            guard let last = merged.last, last.number == entry.number else {
                merged.append(entry)
                continue
            }
            repeats += 1
            if example == nil { example = (last, entry) }
            merged[merged.count - 1] = last.adding(entry)
        }
        entries = merged
        guard let example else { return }
        let detail =
            "\(repeats) of the frames repeat a number, and their detections add up; the first is frame "
            + "\(example.first.number), at \(example.first.place.path) and \(example.next.place.path)"
        warnings.append(Warning(.frameRepeated, detail, path: example.next.place.path))
    }
}

/// Where a stage output's text has one frame.
struct FrameEntry {
    /// As written; `StageOutput` makes it 0-based.
    var number: Int
    /// Where it is named first.
    let place: FramePlace
    let timestamp: Double?
    /// The string's bytes, with its quotation marks.
    let key: Range<Int>?
    let size: FrameSize?
    /// What the text has for the frame, in its order.
    var pieces: [DetectionPiece]
    /// Its own zones and lines, where it has some.
    var zones: Range<Int>?
    var lines: Range<Int>?

    /// The same frame with what `other` has for it, too.
    fileprivate func adding(_ other: FrameEntry) -> FrameEntry {
        FrameEntry(
            number: number,
            place: place,
            timestamp: timestamp ?? other.timestamp,
            key: key ?? other.key,
            size: size ?? other.size,
            pieces: pieces + other.pieces,
            zones: zones ?? other.zones,
            lines: lines ?? other.lines
        )
    }

    /// Good or not.
    var detectionCount: Int { pieces.reduce(0) { $0 + $1.count } }

    /// Frame numbers go from 0 to 2^53, so that arithmetic on them cannot overflow and JavaScript can hold them.
    static let numbers = 0...FrameNumbering.limit
}
/// A frame that a stage output names.
package struct OutputFrame: Hashable, Sendable {
    /// 0-based.
    package let number: Int
    /// In seconds.
    package let timestamp: Double?
    /// The object that holds the frame's picture, where the stage (`extract_frames`) says so.
    package let key: String?
    /// The picture's size in pixels, where the stage says so.
    package let size: FrameSize?
    /// The elements of the frame's `detections`, good or not.
    package let detectionCount: Int

    package init(
        number: Int,
        timestamp: Double? = nil,
        key: String? = nil,
        size: FrameSize? = nil,
        detectionCount: Int = 0
    ) {
        self.number = number
        self.timestamp = timestamp
        self.key = key
        self.size = size
        self.detectionCount = detectionCount
    }

    /// The same under another number.
    package func renumbered(_ number: Int) -> OutputFrame {
        OutputFrame(number: number, timestamp: timestamp, key: key, size: size, detectionCount: detectionCount)
    }
}
