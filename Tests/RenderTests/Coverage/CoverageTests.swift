import TestSupport
import Testing

@testable import Render

struct CoverageTests {
    private let grid = TileGrid(columns: 0..<4, rows: 0..<4)

    @Test("a rectangle covers each pixel by the area inside it")
    func rectangleIsExact() throws {
        let rect = PixelRect(minX: 3.25, minY: 5.5, maxX: 20.75, maxY: 40.1)
        let shape = try #require(RectCoverage(filling: rect, in: grid))
        let picture = CoveragePicture.of { shape.rasterize(into: &$0, with: ()) }
        for y in 0..<64 {
            #expect((0..<64).map { picture[$0, y] } == (0..<64).map { area(of: rect, x: $0, y: y) }, "row \(y)")
        }
    }

    @Test("the polygon rasterizer covers a rectangle as the rectangle's own formula does", arguments: 1...40)
    func polygonMatchesRectangle(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        func side() -> Double { Double.random(in: -10...74, using: &random) }
        let (x, y) = ([side(), side()].sorted(), [side(), side()].sorted())
        let rect = PixelRect(minX: x[0], minY: y[0], maxX: x[1], maxY: y[1])
        let byFormula = CoveragePicture.of { sink in
            RectCoverage(filling: rect, in: grid)?.rasterize(into: &sink, with: ())
        }
        let byEdges = CoveragePicture.of { sink in
            var rasterizer = PolygonRasterizer(filling: Path(rect: rect), rule: .nonZero, in: grid)
            rasterizer?.rasterize(into: &sink, with: ())
        }
        #expect(byFormula.largestDifference(from: byEdges) <= 1, "seed \(seed), \(rect)")
    }

    @Test("the coverage of a triangle adds up to its area, wherever it lies", arguments: 1...40)
    func triangleAreaIsExact(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        let points = (0..<3).map { _ in
            PixelPoint(x: .random(in: 0...64, using: &random), y: .random(in: 0...64, using: &random))
        }
        let (a, b) = (points[1] - points[0], points[2] - points[0])
        let area = abs(a.x * b.y - a.y * b.x) / 2
        let picture = CoveragePicture.of { sink in
            var rasterizer = PolygonRasterizer(filling: Path(points: points, isClosed: true), rule: .nonZero, in: grid)
            rasterizer?.rasterize(into: &sink, with: ())
        }
        // Each touched pixel is rounded by at most half of 1/255.
        #expect(abs(picture.sum - area) < 0.5 / 255 * Double(picture.partialCount) + 1e-3, "seed \(seed)")
    }

    @Test("a shape that reaches far beyond the picture is cut to it")
    func outsideIsCut() throws {
        let rect = PixelRect(minX: -1e6, minY: -1e6, maxX: 1e6, maxY: 1e6)
        let picture = CoveragePicture.of { sink in
            var rasterizer = PolygonRasterizer(filling: Path(ellipseIn: rect), rule: .nonZero, in: grid)
            rasterizer?.rasterize(into: &sink, with: ())
        }
        #expect(picture.sum == 64 * 64)
        #expect(picture.fullTiles == 16)
        #expect(
            PolygonRasterizer(
                filling: Path(rect: PixelRect(x: 70, y: 0, width: 5, height: 5)),
                rule: .nonZero,
                in: grid
            ) == nil
        )
    }

    @Test(
        "coordinates that are not numbers draw nothing and do no harm",
        arguments: [Double.nan, .infinity, -.infinity]
    )
    func notFinite(value: Double) {
        let points = [PixelPoint(x: value, y: 1), PixelPoint(x: 20, y: value), PixelPoint(x: 5, y: 30)]
        let picture = CoveragePicture.of { sink in
            var rasterizer = PolygonRasterizer(filling: Path(points: points, isClosed: true), rule: .nonZero, in: grid)
            rasterizer?.rasterize(into: &sink, with: ())
            let rect = PixelRect(minX: value, minY: 0, maxX: value, maxY: value)
            RectCoverage(filling: rect, in: grid)?.rasterize(into: &sink, with: ())
        }
        #expect(picture.sum <= 64 * 64)
    }

    @Test("the even-odd rule leaves a hole where the non-zero rule does not")
    func fillRules() {
        var path = Path(rect: PixelRect(x: 8, y: 8, width: 40, height: 40))
        path.append(Path(rect: PixelRect(x: 20, y: 20, width: 10, height: 10)))
        func sum(_ rule: FillRule) -> Double {
            CoveragePicture.of { sink in
                var rasterizer = PolygonRasterizer(filling: path, rule: rule, in: grid)
                rasterizer?.rasterize(into: &sink, with: ())
            }
            .sum
        }
        #expect(sum(.nonZero) == 1600)
        #expect(sum(.evenOdd) == 1500)
    }

    @Test("boxes half a pixel apart are drawn differently")
    func subPixel() {
        func picture(_ x: Double) -> CoveragePicture {
            .of { sink in
                let rect = PixelRect(x: x, y: 10, width: 20, height: 20)
                RectCoverage(stroking: rect, width: 2, in: grid)?.rasterize(into: &sink, with: ())
            }
        }
        #expect(picture(10)[9, 20] == 255 && picture(10)[11, 20] == 0)
        #expect(picture(10.5)[9, 20] == 128 && picture(10.5)[11, 20] == 128)
    }

    @Test("a mask of runs covers exactly its pixels, whichever size the frame has", arguments: 1...20)
    func runLengths(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let size = try #require(
            PixelSize(width: .random(in: 1...70, using: &random), height: .random(in: 1...70, using: &random))
        )
        let frame = seed.isMultiple(of: 2) ? size : try #require(PixelSize(width: 64, height: 50))
        let bits = (0..<size.pixelCount).map { _ in Bool.random(using: &random) }
        let mask = try #require(RunLengthCoverage(size: size, runs: Self.runs(of: bits)))
        let picture = CoveragePicture.of(side: 80) { mask.rasterize(frameSize: frame, into: &$0, with: ()) }
        for y in 0..<frame.height {
            let row = (2 * y + 1) * size.height / (2 * frame.height)
            let expected = (0..<frame.width).map { x -> UInt8 in
                let column = (2 * x + 1) * size.width / (2 * frame.width)
                return bits[column * size.height + row] ? 255 : 0
            }
            #expect((0..<frame.width).map { picture[$0, y] } == expected, "seed \(seed), row \(y)")
        }
    }

    @Test("runs that do not add up are no mask")
    func wrongRuns() throws {
        let size = try #require(PixelSize(width: 4, height: 4))
        #expect(RunLengthCoverage(size: size, runs: [4, 11]) == nil)
        #expect(RunLengthCoverage(size: size, runs: []) == nil)
        #expect(RunLengthCoverage(size: size, runs: [.max, .max]) == nil)
    }

    private static func runs(of bits: [Bool]) -> [UInt32] {
        var runs: [UInt32] = [0]
        var value = false
        for bit in bits {
            if bit != value {
                runs.append(0)
                value = bit
            }
            runs[runs.count - 1] += 1
        }
        return runs
    }

    private func area(of rect: PixelRect, x: Int, y: Int) -> UInt8 {
        let width = max(0, min(Double(x + 1), rect.maxX) - max(Double(x), rect.minX))
        let height = max(0, min(Double(y + 1), rect.maxY) - max(Double(y), rect.minY))
        return UInt8((width * height * 255).rounded())
    }
}

/// The coverage of every pixel of a small square picture.
struct CoveragePicture: CoverageSink {
    private let side: Int
    private var bytes: [UInt8]
    private(set) var fullTiles = 0

    static func of(side: Int = 64, _ draw: (inout CoveragePicture) -> Void) -> CoveragePicture {
        var picture = CoveragePicture(side: side, bytes: [UInt8](repeating: 0, count: side * side))
        draw(&picture)
        return picture
    }

    mutating func coverTile(column: Int, row: Int, with paint: Void) {
        fullTiles += 1
        let full = [UInt8](repeating: 255, count: tileSide)
        coverRows(column: column, row: row, ys: 0..<tileSide, coverage: full.span, with: paint)
    }

    mutating func coverRows(column: Int, row: Int, ys: Range<Int>, coverage: Span<UInt8>, with paint: Void) {
        for y in ys {
            for x in 0..<tileSide { bytes[(row * tileSide + y) * side + column * tileSide + x] = coverage[x] }
        }
    }

    subscript(x: Int, y: Int) -> UInt8 { bytes[y * side + x] }

    /// The covered area, in pixels.
    var sum: Double { Double(bytes.reduce(0) { $0 + Int($1) }) / 255 }

    var partialCount: Int { bytes.count { $0 > 0 && $0 < 255 } }

    func largestDifference(from other: CoveragePicture) -> Int {
        zip(bytes, other.bytes).map { abs(Int($0) - Int($1)) }.max() ?? 0
    }
}
