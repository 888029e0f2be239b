package import Render

/// A contact sheet while it is drawn: pictures are put in their places one by one, and texts over all of them at the end.
package struct SheetPicture {
    private let layout: SheetLayout
    private let text: TextEngine
    private var bitmap: Bitmap
    private var canvas: Canvas

    private static let background = StraightRGBA8(hex: 0x17181B)
    private static let empty = StraightRGBA8(hex: 0x25262A)
    private static let bright = StraightRGBA8(hex: 0xECECE8)
    private static let muted = StraightRGBA8(hex: 0xA2A3A8)
    /// Of what is missing between two tiles.
    private static let gap = StraightRGBA8(hex: 0xE5A83B)
    /// Over pictures that a message stands on.
    private static let shade = StraightRGBA8.black.withOpacity(0.62)

    /// `title` stands at the heading's left end, `detail` at its right end.
    package init(_ layout: SheetLayout, title: String, detail: String, text: TextEngine) {
        (self.layout, self.text) = (layout, text)
        bitmap = Bitmap(size: layout.size, color: Self.background)
        canvas = Canvas(size: layout.size)
        write(title, detail, in: layout.heading, size: layout.headingSize)
    }

    /// Puts `tile` in the place of that number.
    package mutating func put(_ tile: SheetTile, at index: Int) {
        let place = layout.picture(index)
        bitmap.fill(place, with: Self.empty)
        if let picture = tile.picture {
            let (x, y) = ((place.width - picture.size.width) / 2, (place.height - picture.size.height) / 2)
            bitmap.draw(picture, x: place.x + x, y: place.y + y, within: place)
        }
        if let message = tile.message { write(message, over: place, hasPicture: tile.picture != nil) }
        if tile.gap > 0 { markGap(before: place) }
        let below = PixelBlock(x: place.x, y: place.y + place.height, width: place.width, height: 0)
        let gap = tile.gap == 0 ? nil : "\(tile.gap) away"
        let detail = layout.hasDetails ? tile.detail : nil
        write(tile.caption, detail, note: gap, in: below, size: layout.captionSize)
    }

    /// The sheet with all that was put on it.
    package consuming func finished() -> Bitmap {
        BitmapCompositor.composite(canvas, onto: &bitmap)
        return bitmap
    }

    /// A bar in the gutter.
    private mutating func markGap(before place: PixelBlock) {
        let width = max(layout.gutter / 4, 2)
        let x = place.x - (layout.gutter + width) / 2
        let bar = PixelBlock(x: max(x, 0), y: place.y, width: width, height: place.height)
        canvas.fill(bar.rect, with: Self.gap)
    }

    /// One line: `left`, where there is room `right` at the end, and where there still is `note` behind `left`.
    private mutating func write(
        _ left: String,
        _ right: String?,
        note: String? = nil,
        in place: PixelBlock,
        size: Double
    ) {
        let (space, baseline) = (size * 0.7, place.y + layout.baseline(size: size))
        let first = text.line(left, size: size, fitting: Double(place.width))
        canvas.draw(first, x: place.x, y: baseline, with: Self.bright)
        let start = first.width + space
        var end = Double(place.width)
        if let line = right.map({ text.line($0, size: size) }), start + line.width <= end {
            end -= line.width.rounded(.up)
            canvas.draw(line, x: place.x + Int(end), y: baseline, with: Self.muted)
            end -= space
        }
        if let line = note.map({ text.line($0, size: size) }), start + line.width <= end {
            canvas.draw(line, x: place.x + Int(start), y: baseline, with: Self.gap)
        }
    }

    /// In the middle, a word on each line where they are too wide for one, and smaller where a word is.
    private mutating func write(_ message: String, over place: PixelBlock, hasPicture: Bool) {
        if hasPicture { canvas.fill(place.rect, with: Self.shade) }
        let width = Double(place.width) * 0.9
        let whole = text.line(message, size: layout.captionSize)
        let words = whole.width <= width ? [message] : message.split(separator: " ").map(String.init)
        let widest = words.map { text.line($0, size: layout.captionSize).width }.max() ?? 0
        let size = widest <= width ? layout.captionSize : (layout.captionSize * width / widest).rounded(.down)
        let lines = words.map { text.line($0, size: size) }
        let lineHeight = Int((size * 1.25).rounded())
        // Letters without descenders look centered where half of their height lies above the middle.
        var y = place.y + (place.height - lineHeight * (lines.count - 1)) / 2 + Int((size * 0.36).rounded())
        for line in lines {
            let x = place.x + (place.width - Int(line.width.rounded())) / 2
            canvas.draw(line, x: x, y: y, with: hasPicture ? Self.bright : Self.muted)
            y += lineHeight
        }
    }
}

extension Bitmap {
    fileprivate mutating func fill(_ place: PixelBlock, with color: StraightRGBA8) {
        let bytesPerRow = bytesPerRow
        withMutableBytes { bytes in
            for y in place.y..<place.y + place.height {
                for x in place.x..<place.x + place.width {
                    let offset = y * bytesPerRow + x * 4
                    (bytes[offset], bytes[offset + 1], bytes[offset + 2]) = (color.red, color.green, color.blue)
                }
            }
        }
    }

    /// Lays `picture` over this one, its top left pixel at (`x`, `y`); what of it lies outside of `place` is left out.
    fileprivate mutating func draw(_ picture: Bitmap, x: Int, y: Int, within place: PixelBlock) {
        let (bytesPerRow, source) = (bytesPerRow, picture.bytes)
        let columns = (x..<x + picture.size.width).clamped(to: place.x..<place.x + place.width)
        let rows = (y..<y + picture.size.height).clamped(to: place.y..<place.y + place.height)
        withMutableBytes { bytes in
            for row in rows {
                for column in columns {
                    let (from, to) = (
                        (row - y) * picture.bytesPerRow + (column - x) * 4, row * bytesPerRow + column * 4
                    )
                    let alpha = UInt16(source[from + 3])
                    for channel in 0..<3 {
                        let mixed = UInt16(source[from + channel]) * alpha + UInt16(bytes[to + channel]) * (255 - alpha)
                        bytes[to + channel] = div255(mixed)
                    }
                }
            }
        }
    }
}
