import Testing

@testable import Demo
@testable import OverlayServer
@testable import OverlayService

@Suite("DemoJSON")
struct DemoJSONTests {
    @Test(arguments: [
        (81250, 2, "812.5"), (0, 2, "0"), (5, 2, "0.05"), (-5, 2, "-0.05"), (100, 2, "1"), (33000, 2, "330"),
        (87, 2, "0.87"), (12, 0, "12"), (-130, 1, "-13"), (1, 3, "0.001"), (Int.min, 0, "-9223372036854775808"),
    ])
    func `Numbers are as short as they can be`(units: Int, places: Int, expected: String) {
        #expect(text(.decimal(units: units, places: places)) == expected)
    }

    @Test func `Text is escaped and keys stay in order`() {
        let value = DemoJSON.object([
            ("b", .text("a\"\\\n\u{1F}é")), ("a", .list([.integer(1), .list([]), .object([])])),
        ])
        #expect(text(value) == #"{"b":"a\"\\\u000a\u001fé","a":[1,[],{}]}"#)
    }

    private func text(_ value: DemoJSON) -> String { String(decoding: value.bytes, as: UTF8.self) }
}
