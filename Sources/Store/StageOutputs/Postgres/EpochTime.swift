import Foundation

/// The text form of a time as `extract(epoch …)` gives it: seconds since 1970 with up to six decimals.
enum EpochTime {
    /// `nil` where `text` is none, such as `Infinity`.
    static func date(_ text: String) -> Date? {
        let isNegative = text.hasPrefix("-")
        let parts = text.dropFirst(isNegative ? 1 : 0).split(separator: ".", omittingEmptySubsequences: false)
        guard 1...2 ~= parts.count, parts[0].utf8.count <= 12, let seconds = UInt64(parts[0]) else { return nil }
        let decimals = parts.count == 2 ? parts[1] : ""
        let padded = decimals + String(repeating: "0", count: max(0, 6 - decimals.utf8.count))
        guard padded.utf8.count == 6, let microseconds = UInt64(padded) else { return nil }
        // Divided once, so that it is the date nearest to the text.
        let magnitude = Double(seconds * 1_000_000 + microseconds) / 1_000_000
        return Date(timeIntervalSince1970: isNegative ? -magnitude : magnitude)
    }
}
