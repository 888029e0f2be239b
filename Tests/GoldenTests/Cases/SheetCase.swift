import Render
import Testing

@testable import OverlayService

/// Goldens of contact sheets, of pictures of one color.
enum SheetCase: String, GoldenCase {
    static let suite = "sheets"

    case track

    func picture() throws -> Bitmap {
        let layout = try SheetLayout(count: 7, shape: 1, width: 400, columns: 4)
        var sheet = SheetPicture(
            layout,
            title: "demo · track 7",
            detail: "7 of 310 frames",
            text: try GoldenFonts.engine()
        )
        for (index, tile) in try tiles(layout.tile).enumerated() { sheet.put(tile, at: index) }
        return sheet.finished()
    }

    private func tiles(_ size: PixelSize) throws -> [SheetTile] {
        func picture(_ color: Int, width: Int = size.width, height: Int = size.height) -> Bitmap {
            Bitmap(width: width, height: height) { _, _ in Palette.color(index: color) }
        }
        return [
            SheetTile(picture: picture(0), caption: "0", detail: "0.91"),
            SheetTile(picture: picture(1, height: size.height / 2), caption: "48", detail: "0.87"),
            SheetTile(message: "missing", caption: "101"),
            SheetTile(picture: picture(2), caption: "153", detail: "0.90", gap: 12),
            SheetTile(picture: picture(3, width: size.width / 2), caption: "206", detail: "0.40"),
            SheetTile(message: "damaged", caption: "257", gap: 3),
            SheetTile(picture: picture(4), message: "not reported", caption: "309"),
        ]
    }
}
