package import Render

/// A picture whose pixels are numbers: 0 where nothing is, else 1 + the place of what a pointer meets there.
///
/// A pixel has the region that its middle lies in. Small regions lie on top of large ones, and each has at least the pixel that it is in the middle of.
package struct HitMap: Sendable {
    package let size: PixelSize
    /// Row by row.
    package private(set) var numbers: [UInt32]
    /// Those of the regions that are not empty, in order.
    private let regionNumbers: [UInt32]

    /// `size` is that of the map, on which all of `frame` is.
    package init(_ regions: [HitRegion], on frame: PixelSize, size: PixelSize) {
        self.size = size
        numbers = [UInt32](repeating: 0, count: size.pixelCount)
        let shown = regions.indices.filter { !regions[$0].outlines.isEmpty }
        regionNumbers = shown.map { UInt32($0) + 1 }
        let scale = (
            x: Double(size.width) / Double(frame.width), y: Double(size.height) / Double(frame.height)
        )
        let areas = shown.map { (index: $0, area: regions[$0].area) }
        for (index, _) in areas.sorted(by: { ($1.area, $0.index) < ($0.area, $1.index) }) {
            let outlines = regions[index].outlines.map { outline in
                outline.map { PixelPoint(x: $0.x * scale.x, y: $0.y * scale.y) }
            }
            fill(outlines, with: UInt32(index) + 1)
        }
    }

    private mutating func fill(_ outlines: [[PixelPoint]], with number: UInt32) {
        guard let bounds = PixelRect(around: outlines.joined()) else { return }
        var isSeen = false
        for (y, spans) in FilledRows(outlines, within: bounds, on: size).spans {
            for xs in spans {
                isSeen = true
                for x in xs { numbers[y * size.width + x] = number }
            }
        }
        let (x, y) = (Int(clamping: bounds.center.x.rounded(.down)), Int(clamping: bounds.center.y.rounded(.down)))
        guard !isSeen, 0..<size.width ~= x, 0..<size.height ~= y else { return }
        numbers[y * size.width + x] = number
    }
}

/// Which pixels of each row have their middle inside outlines, by the non-zero rule.
private struct FilledRows {
    private(set) var spans: [(y: Int, xs: [Range<Int>])] = []

    private struct Crossing {
        let x: Double
        /// 1 where the outline runs down, -1 where it runs up.
        let winding: Int
    }

    init(_ outlines: [[PixelPoint]], within bounds: PixelRect, on size: PixelSize) {
        let rows = Self.pixels(bounds.minY, bounds.maxY, count: size.height)
        guard !rows.isEmpty else { return }
        var crossings = [[Crossing]](repeating: [], count: rows.count)
        for outline in outlines {
            var start = outline.last
            for end in outline {
                if let start { Self.add(start, end, rows, to: &crossings) }
                start = end
            }
        }
        for (row, crossings) in zip(rows, crossings) {
            var (winding, start, xs) = (0, 0.0, [Range<Int>]())
            for crossing in crossings.sorted(by: { $0.x < $1.x }) {
                if winding == 0 { start = crossing.x }
                winding += crossing.winding
                let span = winding == 0 ? Self.pixels(start, crossing.x, count: size.width) : 0..<0
                if !span.isEmpty { xs.append(span) }
            }
            if !xs.isEmpty { spans.append((row, xs)) }
        }
    }

    private static func add(_ start: PixelPoint, _ end: PixelPoint, _ rows: Range<Int>, to all: inout [[Crossing]]) {
        let (upper, lower) = start.y < end.y ? (start, end) : (end, start)
        for y in pixels(upper.y, lower.y, count: rows.upperBound) where y >= rows.lowerBound {
            let part = (Double(y) + 0.5 - upper.y) / (lower.y - upper.y)
            let x = upper.x + part * (lower.x - upper.x)
            all[y - rows.lowerBound].append(Crossing(x: x, winding: start.y < end.y ? 1 : -1))
        }
    }

    /// Those of `count` pixels whose middles lie in `low..<high`.
    private static func pixels(_ low: Double, _ high: Double, count: Int) -> Range<Int> {
        let ends = [low, high].map { min(max(Int(clamping: ($0 - 0.5).rounded(.up)), 0), count) }
        return ends[0]..<max(ends[0], ends[1])
    }
}

/// The map as a file: opaque, and without anything that a viewer could take for a reason to change its numbers.
extension HitMap {
    /// The most regions for which there is a color each beside that of nothing.
    private static let paletteLimit = 255

    /// With a palette where that is enough, else in true color.
    package func png() throws -> [UInt8] {
        guard regionNumbers.count <= Self.paletteLimit else { return try ImageCodec.encodePNG(trueColor) }
        let colors = [0] + regionNumbers
        var places = [UInt8](repeating: 0, count: Int(colors.last ?? 0) + 1)
        for (place, number) in colors.enumerated() { places[Int(number)] = UInt8(place) }
        let rows = IndexedRows(
            size: size,
            colors: colors.map(StraightRGBA8.init(number:)),
            indices: numbers.map { places[Int($0)] }
        )
        return try ImageCodec.encodePNG(rows)
    }

    private var trueColor: Bitmap {
        var bitmap = Bitmap(size: size, color: .black)
        bitmap.withMutableBytes { bytes in
            for (index, number) in numbers.enumerated() where number > 0 {
                let color = StraightRGBA8(number: number)
                (bytes[index * 4], bytes[index * 4 + 1], bytes[index * 4 + 2]) = (color.red, color.green, color.blue)
            }
        }
        return bitmap
    }
}

extension StraightRGBA8 {
    /// red + 256 · green + 65536 · blue.
    fileprivate init(number: UInt32) {
        self.init(
            red: UInt8(truncatingIfNeeded: number),
            green: UInt8(truncatingIfNeeded: number >> 8),
            blue: UInt8(truncatingIfNeeded: number >> 16)
        )
    }
}
