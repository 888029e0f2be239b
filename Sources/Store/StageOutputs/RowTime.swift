import Foundation

/// The text form of `created_at`: ISO 8601 in UTC with milliseconds, such as `2026-11-23T09:30:00.125Z`.
///
/// Texts of this form are in order when their bytes are.
enum RowTime {
    /// 0001-01-01 to 9999-12-31, in milliseconds since 1970.
    private static let range = -62_135_596_800_000...253_402_300_799_999
    private static let millisecondsPerDay = 86_400_000

    /// `date` to the nearest millisecond; `nil` outside the years 1 to 9999.
    static func text(_ date: Date) -> String? {
        let exact = (date.timeIntervalSince1970 * 1_000).rounded()
        guard let milliseconds = Int(exactly: exact), range ~= milliseconds else { return nil }
        let (quotient, remainder) = milliseconds.quotientAndRemainder(dividingBy: millisecondsPerDay)
        let day = remainder < 0 ? quotient - 1 : quotient
        let inDay = milliseconds - day * millisecondsPerDay
        let (year, month, dayOfMonth) = civil(day: day)
        let date = "\(padded(year, 4))-\(padded(month, 2))-\(padded(dayOfMonth, 2))"
        let minutes = inDay / 60_000
        let time = "\(padded(minutes / 60, 2)):\(padded(minutes % 60, 2)):\(padded(inDay / 1_000 % 60, 2))"
        return "\(date)T\(time).\(padded(inDay % 1_000, 3))Z"
    }

    /// The time that `text` names; `nil` where it is of another form. Also takes a space for the `T`, any number of
    /// decimals or none, and `+00:00`, `+00` or nothing for the `Z`, as databases write times in UTC.
    static func date(_ text: String) -> Date? {
        let text = Array(text.utf8)
        guard text.count >= 19, let day = day(text), let second = secondOfDay(text) else { return nil }
        guard text[10] == UInt8(ascii: "T") || text[10] == UInt8(ascii: " ") else { return nil }
        var rest = text[19...]
        var fraction = 0.0
        if rest.first == UInt8(ascii: ".") {
            let digits = rest.dropFirst().prefix { 48...57 ~= $0 }
            guard 1...9 ~= digits.count else { return nil }
            fraction = digits.reversed().reduce(0) { ($0 + Double($1 - 48)) / 10 }
            rest = rest.dropFirst(1 + digits.count)
        }
        guard ["Z", "", "+00", "+00:00", "+0000"].contains(String(decoding: rest, as: UTF8.self)) else { return nil }
        let milliseconds = Double((day * 86_400 + second) * 1_000) + fraction * 1_000
        return Date(timeIntervalSince1970: milliseconds / 1_000)
    }

    /// Days since 1970 of the date that `text` starts with; `nil` where there is no such date.
    private static func day(_ text: [UInt8]) -> Int? {
        guard text[4] == UInt8(ascii: "-"), text[7] == UInt8(ascii: "-") else { return nil }
        guard let year = number(text[0..<4]), let month = number(text[5..<7]), let dayOfMonth = number(text[8..<10])
        else { return nil }
        guard year > 0, 1...12 ~= month else { return nil }
        let day = day(year: year, month: month, day: dayOfMonth)
        return civil(day: day) == (year, month, dayOfMonth) ? day : nil
    }

    private static func secondOfDay(_ text: [UInt8]) -> Int? {
        guard text[13] == UInt8(ascii: ":"), text[16] == UInt8(ascii: ":") else { return nil }
        guard let hour = number(text[11..<13]), let minute = number(text[14..<16]), let second = number(text[17..<19])
        else { return nil }
        guard hour < 24, minute < 60, second < 60 else { return nil }
        return (hour * 60 + minute) * 60 + second
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

    /// Days since 1970 of a date of the Gregorian calendar. Years are counted from March, in eras of 400 years.
    private static func day(year: Int, month: Int, day: Int) -> Int {
        let year = month <= 2 ? year - 1 : year
        let era = year / 400
        let yearOfEra = year - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    /// The inverse of `day`, from year 1 on.
    private static func civil(day: Int) -> (year: Int, month: Int, day: Int) {
        let shifted = day + 719_468
        let era = shifted / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return (year, month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
    }
}
