import Foundation
package import Render
import Store

/// The font files that labels are drawn with: those that were configured, else DejaVu Sans and then the system's.
package struct FontFiles: Sendable {
    /// In the order in which they are tried.
    package let paths: [String]

    /// Where Debian's font packages put their files.
    private static let systemFolder = "/usr/share/fonts"
    private static let primaryName = "DejaVuSans.ttf"

    /// `paths` in the order in which they are tried; empty for the default.
    package init(paths: [String]) { self.paths = paths.isEmpty ? Self.systemPaths() : paths }

    package var sources: [FontSource] {
        paths.map { path in
            FontSource(name: path, isOfEmoji: path.contains("ColorEmoji"), identify: { SHA256Digest(of: $0).hex }) {
                try [UInt8](Data(contentsOf: URL(filePath: path)))
            }
        }
    }

    /// Words in the names of fonts that have the same characters as a plainer one beside them.
    private static let styleWords = [
        "Bold", "Black", "Light", "Thin", "Medium", "Italic", "Oblique", "Condensed", "Mono", "Serif", "Display",
    ]

    private static func systemPaths() -> [String] {
        let names = FileManager.default.enumerator(atPath: systemFolder)?.compactMap { $0 as? String } ?? []
        let fonts = names.filter { name in
            [".ttf", ".otf", ".ttc"].contains(where: name.lowercased().hasSuffix)
                && !styleWords.contains(where: name.contains)
        }
        let isPrimary = { (name: String) in URL(filePath: name).lastPathComponent == primaryName }
        return (fonts.filter(isPrimary).sorted() + fonts.filter { !isPrimary($0) }.sorted())
            .map { "\(systemFolder)/\($0)" }
    }
}
