import Testing

@testable import Store

@Suite("Hexadecimal digits")
struct HexTests {
    @Test("every byte comes back from its digits")
    func roundTrip() {
        let bytes = [UInt8](0...255)
        #expect(bytes.hex.hasPrefix("000102") && bytes.hex.hasSuffix("fdfeff"))
        #expect([UInt8](hex: bytes.hex) == bytes)
        #expect([UInt8](hex: "") == [])
    }

    @Test("anything else is refused", arguments: ["0", "0g", "ABCD", "0x00", " 00", "00 ", "é0", "+1", "000"])
    func refused(text: String) {
        #expect([UInt8](hex: text) == nil)
    }
}
