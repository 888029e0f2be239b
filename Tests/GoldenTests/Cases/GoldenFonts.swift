import Foundation
import Render

/// The fonts that goldens draw text with, whatever else is installed: those of Debian 12 that `scripts/setup tests` installs.
enum GoldenFonts {
    private static let paths = [
        "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf",
        // Has the Chinese and Japanese characters that DejaVu Sans lacks.
        "/usr/share/fonts/truetype/droid/DroidSansFallbackFull.ttf",
        "/usr/share/fonts/truetype/noto/NotoColorEmoji.ttf",
    ]

    /// A text engine of its own, with nothing remembered.
    static func engine() throws -> TextEngine {
        try TextEngine(
            fonts: paths.map { path in
                FontSource(name: path, isOfEmoji: path.contains("Emoji")) {
                    [UInt8](try Data(contentsOf: URL(filePath: path)))
                }
            }
        )
    }
}
