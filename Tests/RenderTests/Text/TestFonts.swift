import Foundation

@testable import Render

/// The fonts that `scripts/setup` installs.
enum TestFonts {
    static let dejaVu = file("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf")
    static let droid = file("/usr/share/fonts/truetype/droid/DroidSansFallbackFull.ttf")

    static let emoji = FontSource(name: "emoji", isOfEmoji: true) {
        [UInt8](try Data(contentsOf: URL(filePath: "/usr/share/fonts/truetype/noto/NotoColorEmoji.ttf")))
    }

    static func engine() throws -> TextEngine { try TextEngine(fonts: [dejaVu, droid]) }

    static func shaper() throws -> TextShaper { TextShaper(fonts: try FontStack([dejaVu, droid])) }

    static func bytes(_ name: String, _ bytes: [UInt8]) -> FontSource { FontSource(name: name) { bytes } }

    private static func file(_ path: String) -> FontSource {
        FontSource(name: path) { [UInt8](try Data(contentsOf: URL(filePath: path))) }
    }
}
