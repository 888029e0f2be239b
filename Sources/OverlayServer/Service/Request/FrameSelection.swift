/// The frames that a caller named as `0-99,120`: numbers and closed ranges, divided by commas.
package struct FrameSelection: Hashable, Sendable {
    /// In the order in which they were named, without repetitions.
    let ranges: [ClosedRange<Int>]

    private static let allowed = "frame numbers and ranges divided by commas, as in 0-99,120"

    /// `field` is what the text is called in the request, for errors.
    package init(_ text: String, field: String = "frames") throws(RequestError) {
        var ranges: [ClosedRange<Int>] = []
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            guard let range = Self.range(part) else {
                throw .malformed(field: field, reason: "\"\(part)\" is not allowed; \(Self.fault(in: part)).")
            }
            ranges.append(range)
        }
        self.ranges = ranges
    }

    private static func range(_ part: Substring) -> ClosedRange<Int>? {
        let ends = part.split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false).map(number)
        guard let first = ends[0], let last = ends[ends.count - 1], first <= last else { return nil }
        return first...last
    }

    private static func fault(in part: Substring) -> String {
        let ends = part.split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
        guard ends.allSatisfy(isNumber) else { return "it takes \(allowed)" }
        return ends.allSatisfy { number($0) != nil }
            ? "a range begins with the smaller number" : "frame numbers go up to \(largestNumber)"
    }

    private static let largestNumber = Int(Int32.max)

    private static func isNumber(_ text: Substring) -> Bool {
        !text.isEmpty && text.utf8.allSatisfy { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }
    }

    private static func number(_ text: Substring) -> Int? {
        guard isNumber(text), let number = Int(text), number <= largestNumber else { return nil }
        return number
    }

    /// The one frame that is named; an error where there are more.
    package func onlyFrame() throws(RequestError) -> Int {
        guard ranges.count == 1, ranges[0].count == 1 else {
            throw .malformed(field: "frame", reason: "It takes one frame number.")
        }
        return ranges[0].lowerBound
    }

    package func contains(_ frame: Int) -> Bool { ranges.contains { $0.contains(frame) } }

    /// Every frame, each once; an error where there are more than `limit`.
    package func frames(limit: Int) throws(RequestError) -> [Int] {
        guard ranges.reduce(0, { $0 + $1.count }) <= limit else {
            throw .malformed(field: "frames", reason: "At most \(limit) frames can be asked for at once.")
        }
        var seen: Set<Int> = []
        return ranges.joined().filter { seen.insert($0).inserted }
    }
}
