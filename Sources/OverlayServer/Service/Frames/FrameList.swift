package import Detections
package import Store

/// What the digits in the keys of a timeline's frames count from.
package struct NumberBase: Hashable, Sendable {
    /// The digits of frame 0.
    package let value: Int
    /// Whether the configuration or `extract_frames` says so.
    package let isDeclared: Bool

    /// 0, where nobody says anything.
    package static let undeclared = NumberBase(value: 0, isDeclared: false)

    package static func declared(_ value: Int) -> NumberBase { NumberBase(value: value, isDeclared: true) }
}

/// The frames of a timeline as they were found at one time.
package struct FrameList: Sendable {
    /// One frame of the list, or why it cannot be had.
    package struct Entry: Sendable {
        /// 0-based.
        package let number: Int
        /// In seconds; `nil` where no stage says so.
        package let timestamp: Double?
        package let frame: Result<Frame, FrameError>

        init(number: Int, timestamp: Double?, frame: Result<Frame, FrameError>) {
            self.number = number
            self.timestamp = timestamp
            self.frame = frame
        }

        init(_ frame: Frame) { self.init(number: frame.number, timestamp: frame.timestamp, frame: .success(frame)) }
    }

    /// In order of their numbers.
    private(set) var entries: [Entry]
    /// The rows that name the frames; none where they were found by listing.
    let sources: [StageOutputRow.Identity]
    /// What the keys count from, and whether anybody has said so.
    package let numberBase: NumberBase
    /// How the numbers are written in the keys of frames that were found by listing, the usual form first.
    let forms: [FrameKeyForm]
    /// How long it took to make.
    let cost: Duration
    /// When the making began.
    let time: ContinuousClock.Instant

    /// `entries` are in order of their numbers.
    init(
        entries: [Entry],
        sources: [StageOutputRow.Identity],
        numberBase: NumberBase,
        forms: [FrameKeyForm],
        cost: Duration,
        time: ContinuousClock.Instant
    ) {
        self.time = time
        self.entries = entries
        self.sources = sources
        self.numberBase = numberBase
        self.forms = forms
        self.cost = cost
    }

    /// The first frame that is there.
    package var first: Frame? { entries.lazy.compactMap { try? $0.frame.get() }.first }

    /// The entry of that number.
    subscript(number: Int) -> Entry? {
        let index = index(of: number)
        return index < entries.endIndex && entries[index].number == number ? entries[index] : nil
    }

    /// Puts a frame that was found since in its place.
    mutating func insert(_ frame: Frame) {
        let index = index(of: frame.number)
        let entry = Entry(frame)
        if index < entries.endIndex, entries[index].number == frame.number {
            entries[index] = entry
        } else {
            entries.insert(entry, at: index)
        }
    }

    /// Where the entry of that number is, or would be.
    private func index(of number: Int) -> Int {
        var (low, high) = (entries.startIndex, entries.endIndex)
        while low < high {
            let middle = low + (high - low) / 2
            if entries[middle].number < number { low = middle + 1 } else { high = middle }
        }
        return low
    }
}

/// One frame of a timeline, as its list of frames names it.
package struct Frame: Hashable, Sendable {
    /// 0-based.
    package let number: Int
    /// In seconds; `nil` where no stage says so.
    package var timestamp: Double?
    package let key: ObjectKey
    /// The object's size and ETag when it was found; `nil` where the list does not tell.
    package var byteCount: Int?
    package var etag: String?
    /// As in `ObjectEntry`.
    package var revision: String?
    /// Other objects of that number.
    package var alternatives: [ObjectKey] = []
    /// The size of the picture in pixels, as `extract_frames` says; `nil` where it does not.
    package var namedSize: FrameSize?
}

extension Frame {
    mutating func describe(_ object: ObjectEntry) {
        (byteCount, etag, revision) = (object.size, object.etag, object.revision)
    }
}

/// Why a frame that the timeline has cannot be drawn on.
package enum FrameError: Error, Equatable {
    /// The list of frames names it, but the object is not there.
    case missing(Int)
    /// `extract_frames` says that it lies where no object can.
    case badKey(Int, reason: String)
    /// Another object was put under its key while it was read.
    case changed(Frame)
    case unreadable(Frame, ImageError)
    /// The object's Content-Encoding is one that is not unpacked.
    case packed(Int, encoding: String)
    /// What is stored as gzip is none, or holds more than `limit` bytes.
    case badPacking(Int, limit: Int)
}

extension FrameError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .missing(let number): "The picture of frame \(number) is not in the store."
        case .badKey(let number, let reason):
            "The key that extract_frames gives frame \(number) cannot be used: \(reason)."
        case .changed(let frame): "The picture of frame \(frame.number) was replaced while it was read; try again."
        case .unreadable(let frame, let error): "Frame \(frame.number) cannot be read: \(error)."
        case .packed(let number, let encoding):
            "The picture of frame \(number) is stored with Content-Encoding \(encoding), which is not unpacked; gzip is."
        case .badPacking(let number, let limit):
            "The picture of frame \(number) is stored with Content-Encoding gzip, and is damaged or larger than \(limit) bytes."
        }
    }
}
