import Foundation

/// A moment in the two forms that signatures name it in, UTC.
struct SigningTime: Hashable, Sendable {
    /// Such as `20250115T123456Z`.
    let dateTime: String
    /// Such as `20250115`.
    var date: String { String(dateTime.prefix(8)) }

    /// `date` to the second, rounded down; years outside 1 to 9999 become 1970, which no store accepts.
    init(_ date: Date) {
        let second = Date(timeIntervalSince1970: date.timeIntervalSince1970.rounded(.down))
        let text = RowTime.text(second) ?? "1970-01-01T00:00:00.000Z"
        let digits = text.utf8.prefix(19).filter { $0 != UInt8(ascii: "-") && $0 != UInt8(ascii: ":") }
        dateTime = "\(String(decoding: digits, as: UTF8.self))Z"
    }
}
