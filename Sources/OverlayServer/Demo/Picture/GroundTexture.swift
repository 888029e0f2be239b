/// Grass under floodlights: mowing stripes, blades, patches and wear.
struct GroundTexture: Sendable {
    private var blades: NoiseCursor
    private var tufts: NoiseCursor
    private var patches: NoiseCursor

    init(seed: UInt64) {
        blades = NoiseCursor(LatticeNoise(seed: seed, layer: 0x61))
        tufts = NoiseCursor(LatticeNoise(seed: seed, layer: 0x62))
        patches = NoiseCursor(LatticeNoise(seed: seed, layer: 0x63))
    }

    private static let light = SIMD4<Float>(0.362, 0.530, 0.248, 1)
    private static let dark = SIMD4<Float>(0.285, 0.448, 0.200, 1)
    private static let earth = SIMD4<Float>(0.42, 0.40, 0.22, 1)
    /// Meters from stripe to stripe; a whole number of them makes half the pitch.
    private static let stripe: Float = 5.25

    /// The grass at (x, y) meters; `detail` in 0…1 fades what is finer than a pixel.
    @inline(__always)
    mutating func color(x: Float, y: Float, detail: Float) -> SIMD4<Float> {
        let fine = detail > 0.25 ? (blades.smooth(x * 17, y * 17) - 0.5) * detail : 0
        let tuft = tufts.smooth(x * 2.6, y * 2.6) - 0.5
        let patch = patches.smooth(x * 0.28, y * 0.28) - 0.5
        let band = Self.band(x / Self.stripe + 0.02 * tuft) * 0.78 + Self.band(y / 8.5) * 0.22
        let worn = Self.wear(x, y) * clampToUnit(0.55 + 1.3 * tuft + 0.7 * patch)
        let grass = Self.dark + (Self.light - Self.dark) * band
        let ground = grass + (Self.earth - grass) * worn
        return ground * (1 + 0.24 * fine + 0.12 * tuft + 0.10 * patch) * Self.floodlight(x, y)
    }

    /// 0 on every other stripe, 1 between them; the mower's edge is a few centimeters soft.
    @inline(__always)
    private static func band(_ position: Float) -> Float {
        let whole = floorToInt32(position)
        let part = position - Float(whole)
        let edge = smoothstep(clampToUnit(part * 32))
        return whole & 1 == 0 ? edge : 1 - edge
    }

    /// Where boots and studs have thinned the grass: the goal mouth, the penalty spot, the assistant's run.
    @inline(__always)
    private static func wear(_ x: Float, _ y: Float) -> Float {
        guard x > 92 || y > 68 else { return 0 }
        let mouth = bump((x - 103.6) / 3.4, (y - 34) / 6)
        let spot = bump((x - 94) / 2, (y - 34) / 2)
        let run = x > 52 ? bump(0, (y - 69) / 0.8) * 0.7 : 0
        return 0.75 * max(mouth, max(spot * 0.8, run))
    }

    /// 1 at the origin, 0 from a distance of 1 on.
    @inline(__always)
    private static func bump(_ x: Float, _ y: Float) -> Float {
        smoothstep(clampToUnit(1 - (x * x + y * y)))
    }

    /// The floodlights' pool: brightest over the near half's middle.
    @inline(__always)
    private static func floodlight(_ x: Float, _ y: Float) -> Float {
        let across = (x - 82) / 46
        let away = (y - 30) / 62
        return 1.12 - 0.26 * (across * across + away * away)
    }
}

/// The grass under one row of pixels: a straight, evenly divided line of the pitch's plane.
struct GroundRow: Sendable {
    /// Under the center of column 0.
    let start: PitchPoint
    /// From one column to the next.
    let step: PitchPoint
    /// From this row to the next one below, in the middle of the frame.
    let down: PitchPoint

    func place(column: Int) -> PitchPoint { start + step * Double(column) }

    /// The extent of a pixel's patch of grass along `direction` (of length 1), in meters.
    func footprint(along direction: PitchPoint) -> Double {
        max(abs(step.dot(direction)) + abs(down.dot(direction)), 1e-4)
    }
}

/// The white lines of the pitch's right half and the halfway line, laid over one row of pixels at a time.
struct PitchMarkings: Sendable {
    private struct Line {
        let start: PitchPoint
        let direction: PitchPoint
        let length: Double

        init(_ start: PitchPoint, _ end: PitchPoint) {
            self.start = start
            direction = (end - start).unit(or: PitchPoint(1, 0))
            length = (end - start).length
        }
    }

    /// A ring as far as it lies in `columns` (meters along x); a spot if its radius is 0.
    private struct Ring {
        let center: PitchPoint
        let radius: Double
        var columns: ClosedRange<Double> = -200...200
    }

    /// Half the width of a line in meters.
    private static let halfWidth = 0.065

    private static let lines = [
        Line([0, 0], [105, 0]), Line([0, 68], [105, 68]), Line([105, 0], [105, 68]), Line([52.5, 0], [52.5, 68]),
        Line([88.5, 13.84], [105, 13.84]), Line([88.5, 54.16], [105, 54.16]), Line([88.5, 13.84], [88.5, 54.16]),
        Line([99.5, 24.84], [105, 24.84]), Line([99.5, 43.16], [105, 43.16]), Line([99.5, 24.84], [99.5, 43.16]),
    ]

    private static let rings = [
        Ring(center: [52.5, 34], radius: 9.15),
        Ring(center: [94, 34], radius: 9.15, columns: 0...88.5),
        Ring(center: [94, 34], radius: 0),
        Ring(center: [105, 0], radius: 1, columns: 0...105),
        Ring(center: [105, 68], radius: 1, columns: 0...105),
    ]

    /// Calls `paint` with every column that a line touches and the share of its pixel that is white (0…1).
    static func trace(_ row: GroundRow, width: Int, paint: (Int, Float) -> Void) {
        for line in lines { trace(line, over: row, width: width, paint: paint) }
        for ring in rings { trace(ring, over: row, width: width, paint: paint) }
    }

    private static func trace(_ line: Line, over row: GroundRow, width: Int, paint: (Int, Float) -> Void) {
        let normal = PitchPoint(-line.direction.y, line.direction.x)
        let across = row.footprint(along: normal)
        let along = row.footprint(along: line.direction)
        let reach = halfWidth + across / 2
        let near = columns(of: row, along: normal, from: line.start, within: -reach...reach, width: width)
        let ends = -halfWidth - along...line.length + halfWidth + along
        let inside = columns(of: row, along: line.direction, from: line.start, within: ends, width: width)
        for column in near.clamped(to: inside) {
            let offset = row.place(column: column) - line.start
            let share = overlap(offset.dot(normal), across, -halfWidth, halfWidth)
            let span = overlap(offset.dot(line.direction), along, -halfWidth, line.length + halfWidth)
            paint(column, Float(share * span))
        }
    }

    private static func trace(_ ring: Ring, over row: GroundRow, width: Int, paint: (Int, Float) -> Void) {
        let reach = ring.radius + 1
        let wide = columns(of: row, along: [1, 0], from: ring.center, within: -reach...reach, width: width)
        let deep = columns(of: row, along: [0, 1], from: ring.center, within: -reach...reach, width: width)
        for column in wide.clamped(to: deep) {
            let place = row.place(column: column)
            guard ring.columns.contains(place.x) else { continue }
            let offset = place - ring.center
            let footprint = row.footprint(along: offset.unit(or: [1, 0]))
            let width = ring.radius > 0 ? halfWidth : 0.13
            let share = overlap(offset.length - ring.radius, footprint, -width, width)
            if share > 0 { paint(column, Float(share)) }
        }
    }

    /// The share of the interval of `length` around `middle` that lies in `lower..<upper`.
    private static func overlap(_ middle: Double, _ length: Double, _ lower: Double, _ upper: Double) -> Double {
        let shared = min(middle + length / 2, upper) - max(middle - length / 2, lower)
        return min(max(shared / length, 0), 1)
    }

    /// The columns of a row whose distance from `origin` along `direction` is in `range`.
    private static func columns(
        of row: GroundRow,
        along direction: PitchPoint,
        from origin: PitchPoint,
        within range: ClosedRange<Double>,
        width: Int
    ) -> Range<Int> {
        let first = (row.start - origin).dot(direction)
        let step = row.step.dot(direction)
        guard abs(step) > 1e-9 else { return range.contains(first) ? 0..<width : 0..<0 }
        let one = (range.lowerBound - first) / step
        let other = (range.upperBound - first) / step
        return DemoCanvas.range(min(one, other), max(one, other) + 1, limit: width)
    }
}
