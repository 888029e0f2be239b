import Render

/// The picture while it is painted: rows of RGB in 0…1 (as displayed, not linear light) with a spare lane.
struct DemoCanvas: Sendable {
    let size: PixelSize
    private(set) var pixels: [SIMD4<Float>]

    init(size: PixelSize) {
        self.size = size
        pixels = [SIMD4<Float>](repeating: .zero, count: size.pixelCount)
    }

    /// Calls `body` with the pixels, to be changed in place.
    mutating func withPixels(_ body: (inout MutableSpan<SIMD4<Float>>) -> Void) {
        var span = pixels.mutableSpan
        body(&span)
    }

    /// Paints one shape over what is there, its edge smoothed over a pixel.
    mutating func paint(_ shape: DemoShape) {
        let capsule = Capsule(shape)
        let bounds = shape.bounds.expanded(by: 1)
        for y in Self.range(bounds.minY, bounds.maxY, limit: size.height) {
            let columns = capsule.columns(atRow: Double(y) + 0.5)
            for x in Self.range(columns.lowerBound, columns.upperBound, limit: size.width) {
                let sample = capsule.sample(Float(x) + 0.5, Float(y) + 0.5)
                guard sample.coverage > 0 else { continue }
                let index = y * size.width + x
                pixels[index] += (sample.color - pixels[index]) * sample.coverage
            }
        }
    }

    /// The pixels whose area lies in `lower..<upper`, at least in part, and inside `0..<limit`.
    static func range(_ lower: Double, _ upper: Double, limit: Int) -> Range<Int> {
        let first = min(max(lower.rounded(.down), 0), Double(limit))
        let last = min(max(upper.rounded(.up), first), Double(limit))
        return Int(first)..<Int(last)
    }
}

/// The arithmetic of one shape: how much of a pixel it covers and in which color.
private struct Capsule {
    private let shape: DemoShape
    private let start: SIMD2<Float>
    private let axis: SIMD2<Float>
    private let inverseLengthSquared: Float
    private let startRadius: Float
    private let radiusGrowth: Float
    private let isShaded: Bool
    private let opacity: Float

    init(_ shape: DemoShape) {
        self.shape = shape
        start = SIMD2(Float(shape.start.x), Float(shape.start.y))
        axis = SIMD2(Float(shape.end.x), Float(shape.end.y)) - start
        inverseLengthSquared = 1 / max(axis.x * axis.x + axis.y * axis.y, 1e-6)
        startRadius = Float(shape.startRadius)
        radiusGrowth = Float(shape.endRadius - shape.startRadius)
        switch shape.finish {
        case .shaded: (isShaded, opacity) = (true, 1)
        case .flat(let opacity): (isShaded, self.opacity) = (false, opacity)
        }
    }

    /// The columns that the shape can touch in the row at `y`.
    func columns(atRow y: Double) -> ClosedRange<Double> {
        let reach = max(shape.startRadius, shape.endRadius) + 1
        let rise = shape.end.y - shape.start.y
        var near = 0.0
        var far = 1.0
        if abs(rise) > 1e-6 {
            let one = (y - reach - shape.start.y) / rise
            let other = (y + reach - shape.start.y) / rise
            near = min(max(min(one, other), 0), 1)
            far = min(max(max(one, other), 0), 1)
        }
        let from = shape.start.x + (shape.end.x - shape.start.x) * near
        let to = shape.start.x + (shape.end.x - shape.start.x) * far
        return min(from, to) - reach...max(from, to) + reach
    }

    /// Coverage is 1 half a pixel inside the edge and 0 half a pixel outside; a shape thinner than a pixel is fainter.
    func sample(_ x: Float, _ y: Float) -> (color: SIMD4<Float>, coverage: Float) {
        let offset = SIMD2(x, y) - start
        let along = clampToUnit((offset.x * axis.x + offset.y * axis.y) * inverseLengthSquared)
        let away = offset - axis * along
        let radius = startRadius + radiusGrowth * along
        let distanceSquared = away.x * away.x + away.y * away.y
        guard distanceSquared < (radius + 0.5) * (radius + 0.5) else { return (.zero, 0) }
        let coverage = clampToUnit(radius + 0.5 - distanceSquared.squareRoot()) * min(1, 2 * radius) * opacity
        guard isShaded else { return (shape.color, coverage) }
        let normal = away / max(radius, 0.5)
        let towardsViewer = max(0, 1 - normal.x * normal.x - normal.y * normal.y).squareRoot()
        let light = 0.5 - 0.3 * normal.y - 0.12 * normal.x + 0.5 * towardsViewer
        return (shape.color * light, coverage)
    }
}

/// A tapered capsule in frame pixels: two discs and all that lies between them; a disc where the ends meet.
struct DemoShape: Sendable {
    enum Finish: Sendable {
        /// Rounded by the light from above.
        case shaded
        /// One color all over, at this opacity (0…1).
        case flat(opacity: Float)
    }

    let start: PixelPoint
    let end: PixelPoint
    let startRadius: Double
    let endRadius: Double
    /// RGB in 0…1.
    let color: SIMD4<Float>
    let finish: Finish

    /// The rectangle that the shape fills.
    var bounds: PixelRect {
        PixelRect(
            minX: min(start.x - startRadius, end.x - endRadius),
            minY: min(start.y - startRadius, end.y - endRadius),
            maxX: max(start.x + startRadius, end.x + endRadius),
            maxY: max(start.y + startRadius, end.y + endRadius)
        )
    }
}

/// Shapes that are painted together, in order: a figure, the ball, a side of the goal.
struct DemoSprite: Sendable {
    let shapes: [DemoShape]
    /// Meters along the optical axis; what is nearer hides what is further.
    let depth: Double

    /// The rectangle that the shapes fill, in frame pixels and not clipped to the frame; empty without shapes.
    var bounds: PixelRect {
        guard let first = shapes.first else { return PixelRect(x: 0, y: 0, width: 0, height: 0) }
        return shapes.dropFirst().reduce(first.bounds) { box, shape in
            let other = shape.bounds
            return PixelRect(
                minX: min(box.minX, other.minX),
                minY: min(box.minY, other.minY),
                maxX: max(box.maxX, other.maxX),
                maxY: max(box.maxY, other.maxY)
            )
        }
    }
}
