/// Parts of the frame made unrecognizable: pixelated, or blurred.
///
/// Each area is cut into squares, of which its shorter side has few, so that what is large is coarser; a square keeps the mean of its pixels and nothing else.
/// A blur goes evenly from the mean of one square to the next. Where areas overlap, the coarser one is seen.
package struct RedactionLayer: Layer {
    package static let name = "redactions"

    package enum Kind: String, Sendable {
        case blur, pixelate
    }

    /// What is hidden of the frame; the union of its shapes.
    package struct Area: Sendable {
        package var masks: [RunLengthCoverage] = []
        /// Filled by the even-odd rule.
        package var outlines: [Path] = []
        /// Whether it is all of the frame.
        package var isWholeFrame = false

        package init() {}

        package static let wholeFrame: Area = {
            var area = Area()
            area.isWholeFrame = true
            return area
        }()
    }

    private let areas: [Area]
    private let kind: Kind
    /// Around the shapes, in pixels.
    private let padding: Int

    package init(areas: [Area], kind: Kind, padding: Int) {
        (self.areas, self.kind, self.padding) = (areas, kind, padding)
    }

    package var count: Int { areas.count }
    package var readsFrame: Bool { true }

    /// Of an area's shorter side.
    private static let squareCount = 6
    private static let smallestSquare = 8

    package func draw(on canvas: inout Canvas, in context: DrawingContext) {
        guard let frame = context.frame else { return }
        let regions = areas.compactMap { area in
            region(of: area, in: canvas.size).flatMap { region in
                region.bounds.map { (region, MeanSquares(of: $0, side: side(of: $0))) }
            }
        }
        for (region, squares) in regions.sorted(by: { $0.1.side < $1.1.side }) {
            let means = squares.means(of: frame)
            region.forEachRun { xs, y in
                let pixels = kind == .pixelate ? squares.plain(means, xs, y) : squares.smooth(means, xs, y)
                canvas.draw(pixels.span, x: xs.lowerBound, y: y)
            }
        }
    }

    private func side(of bounds: PixelRect) -> Int {
        max(Int((min(bounds.width, bounds.height) / Double(Self.squareCount)).rounded(.up)), Self.smallestSquare)
    }

    private func region(of area: Area, in frame: PixelSize) -> PixelRegion? {
        var region = PixelRegion(area, padding: padding, of: frame)
        if !area.isWholeFrame { region?.dilate(by: padding) }
        return region
    }

    package func describe(to description: inout SceneDescription) {
        description.append(kind.rawValue)
        description.append(padding)
        description.append(areas.count)
        for area in areas { description.append(area) }
    }
}

extension SceneDescription {
    mutating func append(_ area: RedactionLayer.Area) {
        append(area.isWholeFrame ? 1 : 0)
        append(area.masks.count)
        for mask in area.masks {
            append(mask.size.width)
            append(mask.size.height)
            append(mask.runs)
        }
        append(area.outlines.count)
        for outline in area.outlines {
            let contours = outline.flattened()
            append(contours.count)
            for contour in contours { append(contour.points) }
        }
    }
}

extension PixelRegion {
    /// The union of an area's shapes, with room for `padding` pixels around them; `nil` where nothing of it is on the frame.
    init?(_ area: RedactionLayer.Area, padding: Int, of frame: PixelSize) {
        guard !area.isWholeFrame else {
            self.init(of: frame)
            insert(Path(rect: PixelRect(x: 0, y: 0, width: Double(frame.width), height: Double(frame.height))))
            return
        }
        let ends = area.outlines.flatMap { $0.flattened().flatMap(\.points) }
        let masks = area.masks.compactMap { $0.bounds(frameSize: frame) }.flatMap {
            [PixelPoint(x: $0.minX, y: $0.minY), PixelPoint(x: $0.maxX, y: $0.maxY)]
        }
        guard let bounds = PixelRect(around: ends + masks) else { return nil }
        self.init(within: bounds.expanded(by: Double(padding + 1)), of: frame)
        for mask in area.masks { insert(mask) }
        for outline in area.outlines { insert(outline, rule: .evenOdd) }
    }
}

/// A rectangle of the frame cut into squares.
private struct MeanSquares {
    let side: Int
    private let left, top, columnCount, rowCount: Int

    init(of bounds: PixelRect, side: Int) {
        self.side = side
        (left, top) = (Int(bounds.minX), Int(bounds.minY))
        columnCount = (Int(bounds.width) + side - 1) / side
        rowCount = (Int(bounds.height) + side - 1) / side
    }

    /// The mean color of each square, row by row, rounded.
    func means(of frame: Bitmap) -> [SIMD4<UInt8>] {
        (0..<rowCount * columnCount).map { number in
            let (row, column) = number.quotientAndRemainder(dividingBy: columnCount)
            let xs = (left + column * side..<left + (column + 1) * side).clamped(to: 0..<frame.size.width)
            let ys = (top + row * side..<top + (row + 1) * side).clamped(to: 0..<frame.size.height)
            return frame.mean(xs: xs, ys: ys)
        }
    }

    /// The opaque pixels of a part of a row: each the mean of its square.
    func plain(_ means: [SIMD4<UInt8>], _ xs: Range<Int>, _ y: Int) -> [UInt8] {
        let row = (y - top) / side * columnCount
        return xs.flatMap { x in
            let mean = means[row + (x - left) / side]
            return [mean.x, mean.y, mean.z, 255]
        }
    }

    /// The same, each between the means of the squares around it, by how near their middles are.
    func smooth(_ means: [SIMD4<UInt8>], _ xs: Range<Int>, _ y: Int) -> [UInt8] {
        let (row, below) = position(y - top, count: rowCount)
        let nextRow = min(row + 1, rowCount - 1) * columnCount
        return xs.flatMap { x -> [UInt8] in
            let (column, beside) = position(x - left, count: columnCount)
            let nextColumn = min(column + 1, columnCount - 1)
            let upper = mix(means[row * columnCount + column], means[row * columnCount + nextColumn], beside)
            let lower = mix(means[nextRow + column], means[nextRow + nextColumn], beside)
            let pixel =
                (upper &* Int64(2 * side - below) &+ lower &* Int64(below) &+ Int64(2 * side * side))
                / Int64(4 * side * side)
            return [UInt8(pixel.x), UInt8(pixel.y), UInt8(pixel.z), 255]
        }
    }

    /// The square whose middle comes before an offset, and how far behind that it is, in halves of a pixel: 0…2·side.
    private func position(_ offset: Int, count: Int) -> (square: Int, distance: Int) {
        let halves = 2 * offset + 1 - side
        guard halves > 0 else { return (0, 0) }
        let square = min(halves / (2 * side), count - 1)
        return (square, square == count - 1 ? 0 : halves - square * 2 * side)
    }

    /// 2·side times what lies between.
    private func mix(_ first: SIMD4<UInt8>, _ second: SIMD4<UInt8>, _ distance: Int) -> SIMD4<Int64> {
        SIMD4<Int64>(truncatingIfNeeded: first) &* Int64(2 * side - distance)
            &+ SIMD4<Int64>(truncatingIfNeeded: second) &* Int64(distance)
    }
}

extension Bitmap {
    /// Rounded; black where there are no pixels.
    fileprivate func mean(xs: Range<Int>, ys: Range<Int>) -> SIMD4<UInt8> {
        let count = UInt64(xs.count * ys.count)
        guard count > 0 else { return SIMD4(0, 0, 0, 255) }
        var sum = SIMD4<UInt64>.zero
        let bytes = bytes.span
        for y in ys {
            for x in xs {
                let start = y * bytesPerRow + x * 4
                sum &+= SIMD4<UInt64>(
                    truncatingIfNeeded: SIMD4(bytes[start], bytes[start + 1], bytes[start + 2], bytes[start + 3])
                )
            }
        }
        return SIMD4<UInt8>(truncatingIfNeeded: (sum &+ count / 2) / count)
    }
}
