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
        let squares = areas.map { area in
            area.extent(on: canvas.size, padding: padding).map { MeanSquares(of: $0, side: side(of: $0)) }
        }
        let order = areas.indices.sorted { (squares[$0]?.side ?? 0, $0) < (squares[$1]?.side ?? 0, $1) }
        // One region at a time: each may be as large as the frame.
        for index in order where !Task.isCancelled {
            guard let squares = squares[index], let region = region(of: areas[index], in: canvas.size) else { continue }
            var row = MeanSquareRow(squares, squares.means(of: frame), isSmooth: kind == .blur)
            region.forEachRun { xs, y in
                row.move(to: y)
                row.draw(xs, on: &canvas)
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

extension RedactionLayer.Area {
    /// The smallest rectangle of whole pixels of the frame around it and `padding` more; `nil` where nothing of that is on the frame.
    fileprivate func extent(on frame: PixelSize, padding: Int) -> PixelRect? {
        let all = PixelRect(x: 0, y: 0, width: Double(frame.width), height: Double(frame.height))
        guard !isWholeFrame else { return all }
        let ends = outlines.flatMap { $0.flattened().flatMap(\.points) }
        let corners = masks.compactMap { $0.bounds(frameSize: frame) }.flatMap {
            [PixelPoint(x: $0.minX, y: $0.minY), PixelPoint(x: $0.maxX, y: $0.maxY)]
        }
        guard let bounds = PixelRect(around: ends + corners)?.expanded(by: Double(padding)) else { return nil }
        let rounded = PixelRect(
            minX: bounds.minX.rounded(.down),
            minY: bounds.minY.rounded(.down),
            maxX: bounds.maxX.rounded(.up),
            maxY: bounds.maxY.rounded(.up)
        )
        let seen = rounded.intersection(all)
        return seen.isEmpty ? nil : seen
    }
}

extension PixelRegion {
    /// The union of an area's shapes, with room for `padding` pixels around them; `nil` where nothing of it is on the frame.
    init?(_ area: RedactionLayer.Area, padding: Int, of frame: PixelSize) {
        guard let extent = area.extent(on: frame, padding: padding) else { return nil }
        self.init(within: extent, of: frame)
        if area.isWholeFrame { insert(Path(rect: extent)) }
        for mask in area.masks { insert(mask) }
        for outline in area.outlines { insert(outline, rule: .evenOdd) }
    }
}

/// A rectangle of the frame cut into squares.
private struct MeanSquares {
    let side: Int
    let left, top, columnCount, rowCount: Int

    init(of bounds: PixelRect, side: Int) {
        self.side = side
        (left, top) = (Int(bounds.minX), Int(bounds.minY))
        columnCount = (Int(bounds.width) + side - 1) / side
        rowCount = (Int(bounds.height) + side - 1) / side
    }

    /// The square whose middle comes before an offset, and how far behind that it is, in parts of 256 of a side.
    func position(_ offset: Int, count: Int) -> (square: Int, distance: Int32) {
        let halves = 2 * offset + 1 - side
        guard halves > 0 else { return (0, 0) }
        let square = min(halves / (2 * side), count - 1)
        return (square, square == count - 1 ? 0 : Int32((halves - square * 2 * side) * 256 / (2 * side)))
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
}

/// A row of pixels, each with the mean of its square, or between the means of the squares around it.
private struct MeanSquareRow {
    private let squares: MeanSquares
    private let means: [SIMD4<UInt8>]
    private let isSmooth: Bool
    /// Which row it is now.
    private var y: Int?
    /// Opaque, from the left end of the squares on.
    private var bytes: [UInt8]
    /// For each of these pixels, as `MeanSquares.position` has it.
    private let columns: [(square: Int, distance: Int32)]

    init(_ squares: MeanSquares, _ means: [SIMD4<UInt8>], isSmooth: Bool) {
        (self.squares, self.means, self.isSmooth) = (squares, means, isSmooth)
        bytes = [UInt8](repeating: 255, count: squares.columnCount * squares.side * 4)
        columns = (0..<squares.columnCount * squares.side).map { squares.position($0, count: squares.columnCount) }
    }

    func draw(_ xs: Range<Int>, on canvas: inout Canvas) {
        guard let y else { return }
        let part = (xs.lowerBound - squares.left) * 4..<(xs.upperBound - squares.left) * 4
        canvas.draw(bytes.span.extracting(part), x: xs.lowerBound, y: y)
    }

    mutating func move(to y: Int) {
        guard y != self.y else { return }
        let (last, row) = (self.y, y - squares.top)
        self.y = y
        if isSmooth {
            smooth(row)
        } else if last.map({ ($0 - squares.top) / squares.side }) != row / squares.side {
            plain(row / squares.side)
        }
    }

    /// `row` of the squares.
    private mutating func plain(_ row: Int) {
        let first = row * squares.columnCount
        for column in 0..<squares.columnCount {
            for x in column * squares.side..<(column + 1) * squares.side { store(means[first + column], at: x) }
        }
    }

    private mutating func smooth(_ y: Int) {
        let (row, lower) = squares.position(y, count: squares.rowCount)
        let next = min(row + 1, squares.rowCount - 1)
        // In parts of 256.
        let colors = (0..<squares.columnCount).map { column in
            let (upper, below) = (means[row * squares.columnCount + column], means[next * squares.columnCount + column])
            return SIMD4<Int32>(truncatingIfNeeded: upper) &* (256 - lower) &+ SIMD4<Int32>(truncatingIfNeeded: below)
                &* lower
        }
        for (x, place) in columns.enumerated() {
            let (color, other) = (colors[place.square], colors[min(place.square + 1, colors.count - 1)])
            let mixed = color &<< 8 &+ (other &- color) &* place.distance &+ 32768
            store(SIMD4<UInt8>(truncatingIfNeeded: mixed &>> 16), at: x)
        }
    }

    private mutating func store(_ color: SIMD4<UInt8>, at x: Int) {
        var color = color
        color.w = 255
        var bytes = bytes.mutableSpan
        bytes.store(color, at: x * 4)
    }
}

extension Bitmap {
    /// Rounded; black where there are no pixels.
    fileprivate func mean(xs: Range<Int>, ys: Range<Int>) -> SIMD4<UInt8> {
        let count = UInt64(xs.count * ys.count)
        guard count > 0 else { return SIMD4(0, 0, 0, 255) }
        let bytes = bytes.span
        var sum = SIMD4<UInt64>.zero
        for y in ys {
            var fours = SIMD16<UInt32>.zero
            var x = xs.lowerBound
            while x + 4 <= xs.upperBound {
                fours &+= SIMD16<UInt32>(
                    truncatingIfNeeded: bytes.load(SIMD16<UInt8>.self, at: y * bytesPerRow + x * 4)
                )
                x += 4
            }
            for pixel in 0..<4 {
                sum &+= SIMD4(
                    UInt64(fours[pixel * 4]),
                    UInt64(fours[pixel * 4 + 1]),
                    UInt64(fours[pixel * 4 + 2]),
                    UInt64(fours[pixel * 4 + 3])
                )
            }
            while x < xs.upperBound {
                let start = y * bytesPerRow + x * 4
                sum &+= SIMD4(
                    UInt64(bytes[start]),
                    UInt64(bytes[start + 1]),
                    UInt64(bytes[start + 2]),
                    UInt64(bytes[start + 3])
                )
                x += 1
            }
        }
        return SIMD4<UInt8>(truncatingIfNeeded: (sum &+ count / 2) / count)
    }
}
