import TestSupport
import Testing

@testable import Detections
@testable import Store

@Suite("JSON numbers")
struct JSONNumberTests {
    @Test(
        "are the nearest doubles",
        arguments: [
            "0", "-0", "1", "0.1", "0.3", "812.5", "1e22", "1e23", "9007199254740993", "9007199254740992.5",
            "0.91682732105255127", "1.7976931348623157e308", "2.2250738585072011e-308", "5e-324", "2e-324", "1e400",
            "-1e400", "1e-400", "123456789012345678901234567890", "0.000000000000000000000000000001",
            "18446744073709551615", "18446744073709551616", "9999999999999999999", "0.9999999999999999999",
            "1.00000000000000011102230246251565", "1.00000000000000011102230246251565404",
            "1.0000000000000001110223024625156541", "9007199254740991.5e0", "4503599627370496.5", "4503599627370497.5",
            "0e999999999999", "1e-99999999999999999999", "1e99999999999999999999", "0.5e1", "1E5", "1e+5", "1e-5",
        ]
    )
    func hardCases(text: String) throws {
        try compare(text)
    }

    @Test("are the nearest doubles for random digits and exponents", arguments: 1...4)
    func random(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        for _ in 0..<20_000 {
            let digits = Int.random(in: 1...22, using: &random)
            var text = String(Int.random(in: 1...9, using: &random))
            for _ in 1..<max(digits, 2) { text += String(Int.random(in: 0...9, using: &random)) }
            switch Int.random(in: 0..<4, using: &random) {
            case 0: text = "0." + text
            case 1: text.insert(".", at: text.index(after: text.startIndex))
            case 2: text += "e" + String(Int.random(in: -330...310, using: &random))
            default: break
            }
            try compare(text, seed: seed)
        }
    }

    @Test("are the doubles that were printed", arguments: 1...4)
    func printed(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        for _ in 0..<20_000 {
            let small = Double.random(in: -2_000...2_000, using: &random)
            #expect(try read("\(small)").value == small, "seed \(seed)")
            let any = Double(bitPattern: random.next())
            guard any.isFinite else { continue }
            #expect(try read("\(any)").value == any, "seed \(seed): \(any)")
        }
    }

    @Test(
        "know whether they are whole",
        arguments: [
            ("3", 3), ("3.0", 3), ("3e0", 3), ("0.3e1", 3), ("-7", -7), ("-0", 0), ("3.5", nil), ("1e3", 1_000),
            ("1e16", nil),
            ("9007199254740993", 9_007_199_254_740_993), ("9223372036854775807", Int.max),
            ("9223372036854775808", nil), ("-9223372036854775808", Int.min), ("-9223372036854775809", nil),
            ("100000000000000000000000", nil), ("NaN", nil), ("Infinity", nil), ("1e400", nil),
        ] as [(String, Int?)]
    )
    func whole(text: String, integer: Int?) throws {
        #expect(try read(text).integer == integer)
    }

    @Test("may be Python's words")
    func words() throws {
        #expect(try read("NaN").value.isNaN)
        #expect(try read("Infinity").value == .infinity)
        #expect(try read("-Infinity").value == -.infinity)
    }

    private func compare(_ text: String, seed: UInt64? = nil) throws {
        let expected = try #require(Double(text))
        let value = try read(text).value
        #expect(value.bitPattern == expected.bitPattern, "\(text), seed \(seed ?? 0): \(value) is not \(expected)")
    }

    private func read(_ text: String) throws -> JSONNumber {
        try JSONCursor.reading(Array(text.utf8)) { cursor in
            let number = try cursor.readNumber()
            try cursor.finish()
            return number
        }
    }
}
