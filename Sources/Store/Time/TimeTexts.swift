package import Foundation

/// The text form of times in rows and listings: ISO 8601 in UTC with milliseconds, such as `2026-11-23T09:30:00.125Z`.
///
/// Texts of this form are in order when their bytes are.
package enum ISOTime {
    /// `date` to the nearest millisecond; `nil` outside the years 1 to 9999.
    package static func text(_ date: Date) -> String? {
        guard let milliseconds = Int(exactly: (date.timeIntervalSince1970 * 1_000).rounded()) else { return nil }
        let (quotient, remainder) = milliseconds.quotientAndRemainder(dividingBy: 1_000)
        let seconds = remainder < 0 ? quotient - 1 : quotient
        guard let time = CalendarTime(secondsSince1970: seconds) else { return nil }
        let day = "\(padded(time.year, 4))-\(padded(time.month, 2))-\(padded(time.day, 2))"
        let clock = "\(padded(time.hour, 2)):\(padded(time.minute, 2)):\(padded(time.second, 2))"
        return "\(day)T\(clock).\(padded(milliseconds - seconds * 1_000, 3))Z"
    }

    /// The time that `text` names; `nil` where it is of another form. Also takes a space for the `T`, any number of
    /// decimals or none, and `+00:00`, `+00` or nothing for the `Z`, as databases write times in UTC.
    package static func date(_ text: String) -> Date? {
        let text = Array(text.utf8)
        guard text.count >= 19, let time = time(text) else { return nil }
        var rest = text[19...]
        var fraction = 0.0
        if rest.first == UInt8(ascii: ".") {
            let digits = rest.dropFirst().prefix { 48...57 ~= $0 }
            guard 1...9 ~= digits.count else { return nil }
            fraction = digits.reversed().reduce(0) { ($0 + Double($1 - 48)) / 10 }
            rest = rest.dropFirst(1 + digits.count)
        }
        guard ["Z", "", "+00", "+00:00", "+0000"].contains(String(decoding: rest, as: UTF8.self)) else { return nil }
        let milliseconds = Double(time.secondsSince1970 * 1_000) + fraction * 1_000
        return Date(timeIntervalSince1970: milliseconds / 1_000)
    }

    /// The time in the first 19 bytes, as `2026-11-23T09:30:00`.
    private static func time(_ text: [UInt8]) -> CalendarTime? {
        guard text[4] == UInt8(ascii: "-"), text[7] == UInt8(ascii: "-"), text[13] == UInt8(ascii: ":"),
            text[16] == UInt8(ascii: ":"), text[10] == UInt8(ascii: "T") || text[10] == UInt8(ascii: " "),
            let year = number(text[0..<4]), let month = number(text[5..<7]), let day = number(text[8..<10]),
            let hour = number(text[11..<13]), let minute = number(text[14..<16]), let second = number(text[17..<19])
        else { return nil }
        return CalendarTime(year: year, month: month, day: day, hour: hour, minute: minute, second: second)
    }

    /// The number that `digits` are; `nil` where one of them is none.
    private static func number(_ digits: ArraySlice<UInt8>) -> Int? {
        guard digits.allSatisfy({ 48...57 ~= $0 }) else { return nil }
        return digits.reduce(0) { $0 * 10 + Int($1 - 48) }
    }

    private static func padded(_ number: Int, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}

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

/// The form of dates in HTTP headers, such as `Sun, 06 Nov 1994 08:49:37 GMT` (RFC 9110, 5.6.7).
enum HTTPDate {
    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

    /// `nil` where `text` is of another form.
    static func date(_ text: String) -> Date? {
        let words = text.split(separator: " ")
        guard words.count == 6, words[5] == "GMT", let month = months.firstIndex(of: String(words[2])) else {
            return nil
        }
        let number = String(month + 101).suffix(2)
        return ISOTime.date("\(words[3])-\(number)-\(words[1])T\(words[4])Z")
    }
}
