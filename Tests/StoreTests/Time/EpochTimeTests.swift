import Foundation
import Testing

@testable import Store

@Suite("A time in seconds since 1970")
struct EpochTimeTests {
    @Test(
        "is read to the microsecond",
        arguments: [
            ("0", 0.0), ("1767225600.123457", 1_767_225_600.123_457), ("-1.5", -1.5), ("-0.000001", -0.000_001),
            ("253402300799.999999", 253_402_300_799.999_999),
        ]
    )
    func dates(text: String, seconds: Double) {
        #expect(EpochTime.date(text) == Date(timeIntervalSince1970: seconds))
    }

    @Test(
        "is nothing else",
        arguments: ["", "-", "Infinity", "-Infinity", "NaN", "1.1234567", "1.2.3", "1e5", "9999999999999", "--1", "é"]
    )
    func others(text: String) {
        #expect(EpochTime.date(text) == nil)
    }
}
