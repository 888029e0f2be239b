import Testing

@testable import Render

struct StrokeTests {
    private let grid = TileGrid(columns: 0..<4, rows: 0..<4)
    private let corner = Path(
        points: [PixelPoint(x: 10, y: 50), PixelPoint(x: 10, y: 10), PixelPoint(x: 50, y: 10)],
        isClosed: false
    )

    private func picture(_ path: Path, _ stroke: Stroke) -> CoveragePicture {
        .of { sink in
            var rasterizer = PolygonRasterizer(filling: path.stroked(stroke), rule: .nonZero, in: grid)
            rasterizer?.rasterize(into: &sink, with: ())
        }
    }

    @Test("a straight line covers its length times its width, and its caps what they add")
    func lineArea() {
        let line = Path(points: [PixelPoint(x: 10, y: 20), PixelPoint(x: 40, y: 20)], isClosed: false)
        #expect(picture(line, Stroke(width: 4)).sum == 30 * 4)
        #expect(picture(line, Stroke(width: 4, cap: .square)).sum == 34 * 4)
        let round = picture(line, Stroke(width: 4, cap: .round)).sum
        #expect(abs(round - (30 * 4 + Double.pi * 4)) < 0.5)
    }

    @Test("a corner's outer side follows the join")
    func joins() {
        let miter = picture(corner, Stroke(width: 8))
        let bevel = picture(corner, Stroke(width: 8, join: .bevel))
        let round = picture(corner, Stroke(width: 8, join: .round))
        #expect(miter[6, 6] == 255 && round[6, 6] < 255 && bevel[6, 6] == 0)
        #expect(miter.sum == 40 * 8 * 2)
        #expect(abs(miter.sum - bevel.sum - 8) < 0.1)
        #expect(abs(miter.sum - round.sum - (16 - Double.pi * 4)) < 0.3)
    }

    @Test("the pixel at the inner side of a corner is covered once")
    func innerCorner() {
        let points = corner.flattened()[0].points.map { $0 + PixelPoint(x: 0.3, y: 0.3) }
        let corner = picture(Path(points: points, isClosed: false), Stroke(width: 3))
        #expect(abs(corner.sum - 40 * 3 * 2) < 0.02)
        #expect(corner[11, 11] == 245, "all but a fifth by a fifth of it")
    }

    @Test("a line that bends a little has one point a side there", arguments: [Stroke.Join.miter, .round])
    func gentleBends(join: Stroke.Join) {
        let points = (0..<72).map { step in
            Turn(degrees: Double(step) * 5)(PixelPoint(x: 25, y: 0)) + PixelPoint(x: 32, y: 32)
        }
        let ring = Path(points: points, isClosed: true)
        let sides = ring.stroked(Stroke(width: 4, join: join))
        #expect(sides.map(\.points.count) == [72, 72])
        let radii = sides.map { $0.points.map { ($0 - PixelPoint(x: 32, y: 32)).length } }
        #expect(radii.map { ($0.max() ?? 0) - ($0.min() ?? 0) }.allSatisfy { $0 < 1e-9 })
        // Between the corners a chord of 5° is this part of its radius away; the sides are 2 pixels from it.
        let apothem = Turn(degrees: 2.5).cosine
        #expect(
            zip(radii.map { $0[0] }.sorted(), [23.0, 27.0]).allSatisfy {
                abs($0 * apothem - ($1 - 25 + 25 * apothem)) < 1e-9
            }
        )
    }

    @Test("points along a straight line add one a side each", arguments: [1.0, 7, 33.3, 90, 211])
    func straightLine(degrees: Double) {
        let turn = Turn(degrees: degrees)
        let points = (0..<20).map { turn(PixelPoint(x: Double($0) * 1.7, y: 0)) + PixelPoint(x: 32, y: 32) }
        for join in [Stroke.Join.miter, .round] {
            let outline = Path(points: points, isClosed: false).stroked(Stroke(width: 3, join: join))
            #expect(outline.map(\.points.count) == [40])
        }
    }

    @Test("a corner is drawn the same whichever way the line turns and runs")
    func joinsAreSymmetric() {
        let points = [PixelPoint(x: 50, y: 10), PixelPoint(x: 10, y: 10), PixelPoint(x: 10, y: 50)]
        let backward = Path(points: points, isClosed: false)
        for join in [Stroke.Join.miter, .round, .bevel] {
            let stroke = Stroke(width: 7, join: join, cap: .round)
            #expect(picture(corner, stroke).largestDifference(from: picture(backward, stroke)) <= 1)
        }
    }

    @Test("a closed path is stroked as a ring, with a join where it closes")
    func closedPath() {
        let ring = picture(Path(rect: PixelRect(x: 12, y: 12, width: 30, height: 20)), Stroke(width: 4))
        #expect(ring.sum == 34 * 24 - 26 * 16)
        #expect(ring[10, 10] == 255 && ring[27, 22] == 0)
    }

    @Test("a sharp corner beyond the miter's limit is cut off")
    func miterLimit() {
        let spike = Path(
            points: [PixelPoint(x: 10, y: 30), PixelPoint(x: 40, y: 31), PixelPoint(x: 10, y: 32)],
            isClosed: false
        )
        #expect(picture(spike, Stroke(width: 4))[45, 31] == 0)
    }

    @Test("where a line crosses itself it is covered once")
    func selfCrossing() {
        let points = [(10.0, 10.0), (50, 50), (50, 10), (10, 50)].map(PixelPoint.init)
        let cross = picture(Path(points: points, isClosed: false), Stroke(width: 6))
        #expect(cross[30, 30] == 255)
    }

    @Test("dashes and gaps have the lengths they were given, also round a corner")
    func dashes() {
        let line = Path(points: [PixelPoint(x: 0, y: 20), PixelPoint(x: 60, y: 20)], isClosed: false)
        let dashed = picture(line, Stroke(width: 2, dashes: [6, 4]))
        #expect((0..<60).allSatisfy { dashed[$0, 20] == ($0 % 10 < 6 ? 255 : 0) })
        #expect(picture(corner, Stroke(width: 2, dashes: [10, 10])).sum == 80)
    }

    @Test(
        "a dash pattern that cannot be drawn is drawn solid",
        arguments: [[0, 5], [-1, 2], [1e-6, 1e-6], [.nan, 3]]
    )
    func badDashes(pattern: [Double]) {
        let line = Path(points: [PixelPoint(x: 0, y: 20), PixelPoint(x: 60, y: 20)], isClosed: false)
        #expect(picture(line, Stroke(width: 2, dashes: pattern)).sum == 120)
    }

    @Test("points that repeat and lines without length do no harm")
    func degenerate() {
        let point = PixelPoint(x: 20, y: 20)
        let dot = Path(points: [point, point], isClosed: false)
        #expect(picture(dot, Stroke(width: 4)).sum == 0)
        #expect(picture(dot, Stroke(width: 4, cap: .square)).sum == 16)
        let back = Path(points: [point, PixelPoint(x: 40, y: 20), point], isClosed: false)
        #expect(picture(back, Stroke(width: 4)).sum == 80)
        let round = picture(back, Stroke(width: 4, join: .round)).sum
        // Both sides of the stroke run round the end, so that its edge pixels are counted twice.
        #expect(round - 80 > Double.pi * 2 && round - 80 < Double.pi * 2 + 1)
        #expect(Path().stroked(Stroke(width: 4)).isEmpty)
        #expect(dot.stroked(Stroke(width: .nan)).isEmpty)
    }

    @Test("curves are flattened to within a twentieth of a pixel")
    func flattening() {
        let center = PixelPoint(x: 100, y: 100)
        let circle = Path(ellipseIn: PixelRect(x: 20, y: 20, width: 160, height: 160))
        for contour in circle.flattened() {
            for (start, end) in zip(contour.points, contour.points.dropFirst()) {
                let middle = (start + end) * 0.5
                #expect(abs((middle - center).length - 80) < 0.05 + 80 * 2.8e-4)
            }
        }
    }
}

extension PixelPoint {
    fileprivate init(_ pair: (Double, Double)) { self.init(x: pair.0, y: pair.1) }
}
