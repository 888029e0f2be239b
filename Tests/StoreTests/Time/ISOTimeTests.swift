import Foundation
import TestSupport
import Testing

@testable import Store

@Suite("A time as text")
struct ISOTimeTests {
    @Test(
        "is written in UTC with milliseconds",
        arguments: [
            (0, "1970-01-01T00:00:00.000Z"), (-0.001, "1969-12-31T23:59:59.999Z"), (0.123, "1970-01-01T00:00:00.123Z"),
            (951_782_399.9994, "2000-02-28T23:59:59.999Z"), (951_782_400, "2000-02-29T00:00:00.000Z"),
            (1_709_164_800, "2024-02-29T00:00:00.000Z"), (4_107_542_400, "2100-03-01T00:00:00.000Z"),
            (1_763_858_210.9996, "2025-11-23T00:36:51.000Z"), (-62_135_596_800, "0001-01-01T00:00:00.000Z"),
            (253_402_300_799.999, "9999-12-31T23:59:59.999Z"),
        ]
    )
    func written(seconds: Double, text: String) {
        #expect(ISOTime.text(Date(timeIntervalSince1970: seconds)) == text)
    }

    @Test("is read as it was written, and sorts as its text does", arguments: 1...20)
    func roundTrip(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let moments = (0..<200).map { _ in Int.random(in: -62_135_596_800_000...253_402_300_799_999, using: &random) }
            .sorted()
        let texts = try moments.map { try #require(ISOTime.text(Date(timeIntervalSince1970: Double($0) / 1_000))) }
        #expect(texts == texts.sorted(), "seed \(seed)")
        for (moment, text) in zip(moments, texts) {
            let date = try #require(ISOTime.date(text))
            #expect((date.timeIntervalSince1970 * 1_000).rounded() == Double(moment), "seed \(seed): \(text)")
            #expect(ISOTime.text(date) == text, "seed \(seed)")
        }
    }

    @Test(
        "is read in the forms that databases write",
        arguments: [
            "2026-01-01T00:00:00.500Z", "2026-01-01 00:00:00.5", "2026-01-01 00:00:00.500000+00",
            "2026-01-01T00:00:00.50+00:00", "2026-01-01T00:00:00.500000000+0000",
        ]
    )
    func forms(text: String) {
        #expect(ISOTime.date(text) == .testing(0.5))
    }

    @Test(
        "is not read from anything else",
        arguments: [
            "", "soon", "2026-01-01", "2026-13-01T00:00:00Z", "2026-00-01T00:00:00Z", "2026-02-29T00:00:00Z",
            "2026-01-00T00:00:00Z", "2026-01-01T24:00:00Z", "2026-01-01T00:60:00Z", "2026-01-01T00:00:60Z",
            "2026-01-01T00:00:00+01:00", "2026-01-01T00:00:00.Z", "2026-01-01T00:00:00.0000000000Z",
            "2026-01-01T00:00:00ZZ",
            "2026/01/01T00:00:00Z", "2026-01-01t00:00:00Z", "+026-01-01T00:00:00Z", "0000-01-01T00:00:00Z",
            "2026-01-01T00.00.00Z", "２026-01-01T00:00:00Z",
        ]
    )
    func malformed(text: String) {
        #expect(ISOTime.date(text) == nil)
    }

    @Test(
        "is one of the years 1 to 9999",
        arguments: [.infinity, -.infinity, .nan, 1e300, 253_402_300_800, -62_135_596_801]
    )
    func range(seconds: Double) {
        #expect(ISOTime.text(Date(timeIntervalSince1970: seconds)) == nil)
    }
}
