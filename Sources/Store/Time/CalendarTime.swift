import Foundation

/// A second of UTC by the Gregorian calendar, also before there was one.
struct CalendarTime: Hashable {
    /// 1…9999.
    let year: Int
    /// 1…12.
    let month: Int
    let day: Int
    let hour: Int
    let minute: Int
    let second: Int

    /// `nil` outside the years 1 to 9999.
    init?(secondsSince1970: Int) {
        var time = time_t(secondsSince1970)
        // Safety: the system fills the structure that it is given; its pointer to a zone's name is not looked at.
        var parts = unsafe tm()
        guard unsafe gmtime_r(&time, &parts) != nil, unsafe 1...9999 ~= Int(parts.tm_year) + 1900 else { return nil }
        unsafe (year, month, day) = (Int(parts.tm_year) + 1900, Int(parts.tm_mon) + 1, Int(parts.tm_mday))
        unsafe (hour, minute, second) = (Int(parts.tm_hour), Int(parts.tm_min), Int(parts.tm_sec))
    }

    /// `nil` where there is no such second.
    init?(year: Int, month: Int, day: Int, hour: Int, minute: Int, second: Int) {
        guard 1...9999 ~= year, 1...12 ~= month, 1...31 ~= day, 0..<24 ~= hour, 0..<60 ~= minute, 0..<60 ~= second
        else { return nil }
        (self.year, self.month, self.day) = (year, month, day)
        (self.hour, self.minute, self.second) = (hour, minute, second)
        // The 31st of a shorter month comes back as a day of the next.
        guard CalendarTime(secondsSince1970: secondsSince1970) == self else { return nil }
    }

    var secondsSince1970: Int {
        var parts = unsafe tm()
        unsafe (parts.tm_year, parts.tm_mon, parts.tm_mday) = (Int32(year - 1900), Int32(month - 1), Int32(day))
        unsafe (parts.tm_hour, parts.tm_min, parts.tm_sec) = (Int32(hour), Int32(minute), Int32(second))
        return unsafe Int(timegm(&parts))
    }
}
