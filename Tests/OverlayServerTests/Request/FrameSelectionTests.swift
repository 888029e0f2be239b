import Testing

@testable import OverlayServer
@testable import OverlayService

struct FrameSelectionTests {
    @Test("numbers and ranges are read in their order, each frame once")
    func frames() throws {
        #expect(try FrameSelection("0-3,7,2-4").frames(limit: 100) == [0, 1, 2, 3, 7, 4])
        #expect(try FrameSelection("000012").frames(limit: 1) == [12])
        #expect(try FrameSelection("5").onlyFrame() == 5)
    }

    static let malformed = [
        "", "-", "1-", "-1", "3-1", "1,,2", "1, 2", "a", "1-2-3", "0x10", "１", "99999999999999999999", "+5", "1.0",
    ]

    @Test("everything else is refused", arguments: malformed)
    func refuses(text: String) {
        #expect(throws: RequestError.self) { try FrameSelection(text) }
    }

    @Test("more frames than allowed are refused without being counted one by one")
    func limit() throws {
        let all = try FrameSelection("0-2147483647,0-2147483647")
        #expect(throws: RequestError.self) { try all.frames(limit: 10_000) }
        #expect(all.contains(1_000_000))
        #expect(try FrameSelection("3-4").contains(5) == false)
    }
}
