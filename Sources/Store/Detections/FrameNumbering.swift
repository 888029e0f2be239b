/// Which frame of the timeline a stage output means by a frame's number.
package struct FrameNumbering: Hashable, Sendable {
    package enum Match: String, CaseIterable, Sendable {
        /// By its number.
        case number
        /// By its time: the number means nothing outside of the output.
        case timestamp
    }

    /// The number of the timeline's frame 0.
    package var base = 0
    /// From one frame of the timeline to the next.
    package var step = 1
    package var match = Match.number
    /// Whether the output says any of it.
    package var isDeclared = false

    package init() {}

    /// The largest magnitude of a number that is taken as it is written: 2^53.
    static let limit = 9_007_199_254_740_992

    /// The timeline's number of the frame that is written as `written`; `nil` where it can be none.
    func number(of written: Int) -> Int? {
        guard written.magnitude <= Self.limit else { return nil }
        let distance = written - base
        guard distance.isMultiple(of: step), FrameEntry.numbers ~= distance / step else { return nil }
        return distance / step
    }

    /// What `number(of:)` takes, in words.
    var expected: String {
        step == 1 ? "\(base) or more, up to 2^53" : "\(base) and multiples of \(step) more, up to 2^53"
    }
}

/// The members that say it, in `coordinates` or beside `frames`.
enum FrameNumberingField: String, CaseIterable {
    case frameBase = "frame_base"
    case frameStep = "frame_step"
    case match
}

extension FrameNumbering {
    /// Reads the value of `field` at the cursor, which is at `path`; `null` changes nothing.
    ///
    /// Throws `StageOutputError` that names the path, or `JSONError`.
    mutating func read(_ field: FrameNumberingField, at path: String, _ cursor: inout JSONCursor) throws {
        if try cursor.readNull() { return }
        isDeclared = true
        switch field {
        case .frameBase:
            base = try MemberReading.whole(in: -Self.limit...Self.limit, "a whole number", at: path, &cursor)
        case .frameStep:
            step = try MemberReading.whole(in: 1...Self.limit, "a whole number from 1 on", at: path, &cursor)
        case .match: match = try MemberReading.word(at: path, &cursor)
        }
    }
}
