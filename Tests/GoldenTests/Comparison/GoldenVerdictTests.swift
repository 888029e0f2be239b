import Foundation
import Render
import Testing

/// How goldens are compared and rewritten, in a folder of their own.
final class GoldenVerdictTests {
    private let folder = FileManager.default.temporaryDirectory.appending(path: "golden-\(UUID().uuidString)")

    deinit { try? FileManager.default.removeItem(at: folder) }

    private var golden: Golden { Golden(suite: "suite", name: "case", folder: folder) }

    private func picture(_ alpha: UInt8) -> Bitmap {
        Bitmap(width: 3, height: 2) { x, _ in StraightRGBA8(red: 1, green: 2, blue: 3, alpha: x == 0 ? 0 : alpha) }
    }

    @Test("a golden that is not there is missing, and is not made")
    func missing() throws {
        #expect(try golden.verdict(on: picture(9), isUpdating: false) == .missing)
        #expect(try golden.verdict(on: picture(9), isUpdating: false) == .missing)
    }

    @Test("an update writes exactly the picture, also where it is transparent")
    func update() throws {
        #expect(try golden.verdict(on: picture(9), isUpdating: true) == .rewritten)
        #expect(try golden.verdict(on: picture(9), isUpdating: false) == .same)
        #expect(try golden.verdict(on: picture(9), isUpdating: true) == .same)
        #expect(try golden.verdict(on: picture(8), isUpdating: true) == .rewritten)
        #expect(try golden.verdict(on: picture(8), isUpdating: false) == .same)
    }

    @Test("a picture with another pixel is different, and leaves the golden as it is")
    func different() throws {
        _ = try golden.verdict(on: picture(9), isUpdating: true)
        let difference = try #require(PictureDifference(expected: picture(9), actual: picture(8)))
        #expect(try golden.verdict(on: picture(8), isUpdating: false) == .different(difference))
        #expect(try golden.verdict(on: picture(9), isUpdating: false) == .same)
    }

    @Test("whatever is not the same fails the test that expects it", .disabled(if: Golden.isUpdating))
    func failure() throws {
        withKnownIssue { try golden.expect(picture(9)) }
        _ = try golden.verdict(on: picture(9), isUpdating: true)
        try golden.expect(picture(9))
        withKnownIssue { try golden.expect(picture(8)) }
    }
}
