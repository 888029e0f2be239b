/// A glyph in colors of its own, as emoji are.
package struct GlyphPicture: Hashable, Sendable {
    /// From the pixel that the glyph's origin is in to its top left pixel, y down.
    let x: Int
    let y: Int
    let width: Int
    /// Rows of premultiplied RGBA, `width * 4` bytes each.
    let bytes: [UInt8]

    var height: Int { width > 0 ? bytes.count / width / 4 : 0 }

    /// `pixels`: rows of `width` premultiplied pixels whose top left corner is at (`left`, `top`) of the origin, y down. They are made smaller by `scale`, each
    /// pixel being the mean of those that it covers.
    init(_ pixels: [SIMD4<UInt8>], width: Int, left: Int, top: Int, scale: Double) {
        let (height, scale) = (width > 0 ? pixels.count / width : 0, min(scale, 1))
        x = Int(clamping: (Double(left) * scale).rounded())
        y = Int(clamping: (Double(top) * scale).rounded())
        self.width = max(Int(clamping: (Double(width) * scale).rounded()), 1)
        let rowCount = max(Int(clamping: (Double(height) * scale).rounded()), 1)
        let columns = Self.weights(self.width, of: width)
        let rows = Self.weights(rowCount, of: height)
        var bytes: [UInt8] = []
        bytes.reserveCapacity(self.width * rowCount * 4)
        for row in rows {
            for column in columns {
                var sum = SIMD4<Double>.zero
                for (y, down) in row {
                    for (x, across) in column { sum += SIMD4<Double>(pixels[y * width + x]) * (down * across) }
                }
                for channel in 0..<4 { bytes.append(UInt8(clamping: sum[channel].rounded())) }
            }
        }
        self.bytes = bytes
    }

    /// For each of `count` parts of a line of `length` pixels, which of these it covers, and how much of it each is.
    private static func weights(_ count: Int, of length: Int) -> [[(Int, Double)]] {
        (0..<count).map { part in
            let start = Double(part) * Double(length) / Double(count)
            let end = Double(part + 1) * Double(length) / Double(count)
            return (Int(start)..<min(Int(end.rounded(.up)), length)).map { pixel in
                (pixel, (min(end, Double(pixel + 1)) - max(start, Double(pixel))) / (end - start))
            }
        }
    }

    /// About how much memory it holds.
    var byteCount: Int { MemoryLayout<GlyphPicture>.stride + bytes.count }
}

/// A glyph of a line in colors of its own.
package struct PlacedPicture: Hashable, Sendable {
    package let picture: GlyphPicture
    /// The whole pixel, relative to the line's origin, that the picture's own `x` and `y` count from.
    package let x: Int
    package let y: Int
}

extension Canvas {
    /// Draws a line of text whose origin is at a whole pixel; what has no colors of its own in `color`.
    package mutating func draw(_ line: TextLine, x: Int, y: Int, with color: StraightRGBA8) {
        for glyph in line.glyphs { fill(glyph.mask, movedBy: (x: x + glyph.x, y: y + glyph.y), with: color) }
        for placed in line.pictures {
            let picture = placed.picture
            for row in 0..<picture.height {
                let pixels = picture.bytes.span.extracting(row * picture.width * 4..<(row + 1) * picture.width * 4)
                draw(pixels, x: x + placed.x + picture.x, y: y + placed.y + picture.y + row)
            }
        }
    }
}
