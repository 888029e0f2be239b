package import Store

/// Where a timeline's cached frames lie, such as `timelines/{timeline_id}/frames/{frame}.jpg`.
///
/// `{frame}` stands for digits with any zero padding, the ending for any of .jpg, .jpeg and .png.
package struct FrameKeyTemplate: Hashable, Sendable, CustomStringConvertible {
    package let description: String
    private let beforeFrame: String
    private let afterFrame: String

    package static let standard = FrameKeyTemplate(
        description: "timelines/{timeline_id}/frames/{frame}.jpg",
        beforeFrame: "timelines/{timeline_id}/frames/",
        afterFrame: ""
    )
    private static let endings = ImageFormat.allCases.flatMap(\.fileEndings)

    /// `nil` unless `text` has both placeholders, `{frame}` once and in the last segment, and one of the endings.
    package init?(_ text: String) {
        guard let ending = Self.endings.first(where: text.hasSuffix) else { return nil }
        let parts = text.dropLast(ending.count).components(around: "{frame}")
        guard parts.count == 2, !parts[1].contains("/"), parts[0].contains("{timeline_id}") else { return nil }
        self.init(description: text, beforeFrame: parts[0], afterFrame: parts[1])
    }

    private init(description: String, beforeFrame: String, afterFrame: String) {
        self.description = description
        self.beforeFrame = beforeFrame
        self.afterFrame = afterFrame
    }

    /// What the keys of all frames of all timelines begin with, to its last slash.
    package var commonPrefix: String {
        let start = beforeFrame.components(around: "{timeline_id}")[0]
        return String(start[..<(start.lastIndex(of: "/").map { start.index(after: $0) } ?? start.startIndex)])
    }

    /// What the keys of all frames of `timeline` begin with.
    func prefix(of timeline: TimelineID) -> String {
        beforeFrame.components(around: "{timeline_id}").joined(separator: timeline.description)
    }

    /// The number of the frame at `key` and how it is written there; `nil` where it is not the key of a frame of `timeline`.
    func number(in key: ObjectKey, of timeline: TimelineID) -> (number: Int, form: FrameKeyForm)? {
        let prefix = prefix(of: timeline)
        let text = key.description
        guard text.hasPrefix(prefix), let ending = Self.endings.first(where: text.lowercased().hasSuffix) else {
            return nil
        }
        let name = text.dropFirst(prefix.count).dropLast(ending.count)
        guard name.hasSuffix(afterFrame) else { return nil }
        let digits = name.dropLast(afterFrame.count)
        guard !digits.isEmpty, digits.utf8.allSatisfy({ UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }),
            let number = Int(digits)
        else { return nil }
        let width = digits.hasPrefix("0") ? digits.count : 1
        return (number, FrameKeyForm(width: width, ending: String(text.suffix(ending.count))))
    }

    /// The key of a frame whose number is written in `form`.
    func key(of frame: Int, in timeline: TimelineID, _ form: FrameKeyForm) throws(ObjectStoreError) -> ObjectKey {
        try ObjectKey(prefix(of: timeline) + form.digits(of: frame) + afterFrame + form.ending)
    }

    /// The key under which a new frame is put.
    package func key(of frame: Int, in timeline: TimelineID, format: ImageFormat) throws(ObjectStoreError) -> ObjectKey
    {
        try key(of: frame, in: timeline, FrameKeyForm(width: FrameKeyForm.standardWidth, ending: format.fileEnding))
    }

    /// How frames are probably named of which none has been seen yet.
    var standardForms: [FrameKeyForm] {
        [FrameKeyForm.standardWidth, 1].flatMap { width in
            Self.endings.map { FrameKeyForm(width: width, ending: $0) }
        }
    }
}

/// How a frame's number is written in its key.
struct FrameKeyForm: Hashable, Comparable, Sendable {
    /// The fewest digits; shorter numbers begin with zeros.
    let width: Int
    /// With its dot.
    let ending: String

    /// Of the keys that this service makes itself.
    static let standardWidth = 6

    static func < (left: FrameKeyForm, right: FrameKeyForm) -> Bool {
        (left.width, left.ending) < (right.width, right.ending)
    }

    func digits(of frame: Int) -> String { Self.padded(frame, to: width) }

    /// `number`, which is not negative, in at least `width` digits.
    static func padded(_ number: Int, to width: Int = standardWidth) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(width - digits.count, 0)) + digits
    }
}

extension StringProtocol {
    /// The pieces between the places where `separator` stands.
    fileprivate func components(around separator: String) -> [String] {
        var pieces: [String] = []
        var rest = self[...]
        while let range = rest.firstRange(of: separator) {
            pieces.append(String(rest[..<range.lowerBound]))
            rest = rest[range.upperBound...]
        }
        return pieces + [String(rest)]
    }
}
