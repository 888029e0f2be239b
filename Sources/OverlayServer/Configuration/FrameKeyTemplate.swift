import Store

/// Where a timeline's cached frames lie, such as `timelines/{timeline_id}/frames/{frame}.jpg`.
///
/// `{frame}` stands for digits with any zero padding, the ending for any of .jpg, .jpeg and .png.
struct FrameKeyTemplate: Hashable, Sendable, CustomStringConvertible {
    let description: String
    private let beforeFrame: String
    private let afterFrame: String

    static let standard = FrameKeyTemplate(
        description: "timelines/{timeline_id}/frames/{frame}.jpg",
        beforeFrame: "timelines/{timeline_id}/frames/",
        afterFrame: ""
    )
    private static let endings = [".jpg", ".jpeg", ".png"]

    /// `nil` unless `text` has both placeholders, `{frame}` once and in the last segment, and one of the endings.
    init?(_ text: String) {
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

    /// What the keys of all frames of `timeline` begin with.
    func prefix(of timeline: TimelineID) -> String {
        beforeFrame.components(around: "{timeline_id}").joined(separator: timeline.description)
    }

    /// The number of the frame at `key`, or `nil` where it is not the key of a frame of `timeline`.
    func frame(at key: ObjectKey, of timeline: TimelineID) -> Int? {
        let prefix = prefix(of: timeline)
        let text = key.description
        guard text.hasPrefix(prefix), let ending = Self.endings.first(where: text.lowercased().hasSuffix) else {
            return nil
        }
        let name = text.dropFirst(prefix.count).dropLast(ending.count)
        guard name.hasSuffix(afterFrame) else { return nil }
        let digits = name.dropLast(afterFrame.count)
        guard !digits.isEmpty, digits.utf8.allSatisfy({ UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }) else {
            return nil
        }
        return Int(digits)
    }

    /// The key under which a new frame is put, its number padded to six digits.
    func key(of frame: Int, in timeline: TimelineID, format: ImageFormat) throws -> ObjectKey {
        let digits = String(frame)
        let padded = String(repeating: "0", count: max(6 - digits.count, 0)) + digits
        return try ObjectKey(prefix(of: timeline) + padded + afterFrame + format.fileEnding)
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
