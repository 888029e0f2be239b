/// Contours of straight lines and Bézier curves in frame pixels, all of them within `reach` of the frame's corner.
package struct Path: Hashable, Sendable {
    package enum Element: Hashable, Sendable {
        case move(PixelPoint)
        case line(PixelPoint)
        case quadratic(control: PixelPoint, end: PixelPoint)
        case cubic(control1: PixelPoint, control2: PixelPoint, end: PixelPoint)
        case close
    }

    package private(set) var elements: [Element] = []

    package init() {}

    /// A path through `points`, closed to a polygon or left open.
    package init(points: [PixelPoint], isClosed: Bool) { append(points, isClosed: isClosed) }

    /// Adds a contour through `points`.
    package mutating func append(_ points: [PixelPoint], isClosed: Bool = true) {
        guard let first = points.first else { return }
        move(to: first)
        for point in points.dropFirst() { line(to: point) }
        if isClosed { close() }
    }

    /// Points farther away are taken as this far, in pixels either way: no frame is as large, and sums and products of such
    /// numbers are still exact enough.
    static let reach = 1e6

    package mutating func move(to point: PixelPoint) { elements.append(.move(point.within(Self.reach))) }

    package mutating func line(to point: PixelPoint) { elements.append(.line(point.within(Self.reach))) }

    package mutating func quadratic(control: PixelPoint, to end: PixelPoint) {
        elements.append(.quadratic(control: control.within(Self.reach), end: end.within(Self.reach)))
    }

    package mutating func cubic(control1: PixelPoint, control2: PixelPoint, to end: PixelPoint) {
        let (control1, control2) = (control1.within(Self.reach), control2.within(Self.reach))
        elements.append(.cubic(control1: control1, control2: control2, end: end.within(Self.reach)))
    }

    package mutating func close() { elements.append(.close) }
}

extension PixelPoint {
    /// The nearest point whose coordinates are at most `reach` either way.
    fileprivate func within(_ reach: Double) -> PixelPoint {
        PixelPoint(x: min(max(x, -reach), reach), y: min(max(y, -reach), reach))
    }
}

extension Path {
    /// The path as straight lines that lie within `tolerance` pixels of its curves.
    package func flattened(tolerance: Double = 0.05) -> [Contour] {
        var flattener = Flattener(tolerance: tolerance)
        for element in elements { flattener.add(element) }
        flattener.endContour(isClosed: false)
        return flattener.contours
    }
}

private struct Flattener {
    let tolerance: Double
    var contours: [Contour] = []
    private var points: [PixelPoint] = []

    init(tolerance: Double) { self.tolerance = tolerance }

    mutating func add(_ element: Path.Element) {
        switch element {
        case .move(let point):
            endContour(isClosed: false)
            points = [point]
        case .line(let point):
            points.append(point)
        case .quadratic(let control, let end):
            addQuadratic(control: control, end: end)
        case .cubic(let control1, let control2, let end):
            addCubic(control1: control1, control2: control2, end: end)
        case .close:
            let start = points.first
            endContour(isClosed: true)
            if let start { points = [start] }
        }
    }

    mutating func endContour(isClosed: Bool) {
        if points.count > 1 || (isClosed && !points.isEmpty) {
            contours.append(Contour(points: points, isClosed: isClosed))
        }
        points = []
    }

    /// A quadratic leaves its chord by at most |p0 − 2·p1 + p2| / (4·n²) when it is cut into n equal steps.
    private mutating func addQuadratic(control: PixelPoint, end: PixelPoint) {
        guard let start = points.last else { return }
        let bend = (start - control * 2 + end).length
        let steps = stepCount(bend / (4 * tolerance))
        for step in 1...steps {
            let t = Double(step) / Double(steps)
            let u = 1 - t
            points.append(start * (u * u) + control * (2 * u * t) + end * (t * t))
        }
    }

    /// A cubic leaves its chord by at most ¾·d / n², d being the larger of its two second differences.
    private mutating func addCubic(control1: PixelPoint, control2: PixelPoint, end: PixelPoint) {
        guard let start = points.last else { return }
        let bend = max((start - control1 * 2 + control2).length, (control1 - control2 * 2 + end).length)
        let steps = stepCount(0.75 * bend / tolerance)
        for step in 1...steps {
            let t = Double(step) / Double(steps)
            let u = 1 - t
            let outer = start * (u * u * u) + end * (t * t * t)
            points.append(outer + control1 * (3 * u * u * t) + control2 * (3 * u * t * t))
        }
    }

    private func stepCount(_ squared: Double) -> Int {
        Int(clamping: min(max(squared.squareRoot().rounded(.up), 1), 512))
    }
}

extension Path {
    /// The closed outline of `rect`, clockwise on screen.
    package init(rect: PixelRect) {
        self.init(
            points: [
                PixelPoint(x: rect.minX, y: rect.minY),
                PixelPoint(x: rect.maxX, y: rect.minY),
                PixelPoint(x: rect.maxX, y: rect.maxY),
                PixelPoint(x: rect.minX, y: rect.maxY),
            ],
            isClosed: true
        )
    }

    /// `rect` with its corners rounded by `radius` pixels, at most half of its shorter side.
    package init(roundedRect rect: PixelRect, radius: Double) {
        let radius = max(0, min(radius, min(rect.width, rect.height) / 2))
        guard radius > 0 else {
            self.init(rect: rect)
            return
        }
        self.init()
        // How far a control point lies from the corner, so that the cubic passes 45° at the radius.
        let inset = radius * (1 - Self.circleControl)
        let (left, top, right, bottom) = (rect.minX, rect.minY, rect.maxX, rect.maxY)
        move(to: PixelPoint(x: left + radius, y: top))
        line(to: PixelPoint(x: right - radius, y: top))
        cubic(
            control1: PixelPoint(x: right - inset, y: top),
            control2: PixelPoint(x: right, y: top + inset),
            to: PixelPoint(x: right, y: top + radius)
        )
        line(to: PixelPoint(x: right, y: bottom - radius))
        cubic(
            control1: PixelPoint(x: right, y: bottom - inset),
            control2: PixelPoint(x: right - inset, y: bottom),
            to: PixelPoint(x: right - radius, y: bottom)
        )
        line(to: PixelPoint(x: left + radius, y: bottom))
        cubic(
            control1: PixelPoint(x: left + inset, y: bottom),
            control2: PixelPoint(x: left, y: bottom - inset),
            to: PixelPoint(x: left, y: bottom - radius)
        )
        line(to: PixelPoint(x: left, y: top + radius))
        cubic(
            control1: PixelPoint(x: left, y: top + inset),
            control2: PixelPoint(x: left + inset, y: top),
            to: PixelPoint(x: left + radius, y: top)
        )
        close()
    }

    /// The axis-aligned ellipse that touches the four sides of `rect`, as four cubics.
    package init(ellipseIn rect: PixelRect) {
        self.init()
        let center = rect.center
        let (radiusX, radiusY) = (rect.width / 2, rect.height / 2)
        func at(_ x: Double, _ y: Double) -> PixelPoint {
            PixelPoint(x: center.x + x * radiusX, y: center.y + y * radiusY)
        }
        let control = Self.circleControl
        move(to: at(1, 0))
        cubic(control1: at(1, control), control2: at(control, 1), to: at(0, 1))
        cubic(control1: at(-control, 1), control2: at(-1, control), to: at(-1, 0))
        cubic(control1: at(-1, -control), control2: at(-control, -1), to: at(0, -1))
        cubic(control1: at(control, -1), control2: at(1, -control), to: at(1, 0))
        close()
    }

    /// 4/3 · (√2 − 1): the control length of a cubic that stands for a quarter of a unit circle.
    private static let circleControl = 4.0 / 3.0 * (2.0.squareRoot() - 1)
}

extension Path {
    /// The outline of a line drawn along this path; filled by the non-zero rule it covers every pixel once.
    package func stroked(_ stroke: Stroke) -> [Contour] {
        guard stroke.width > 0, stroke.width.isFinite else { return [] }
        let stroker = Stroker(stroke: stroke)
        return flattened().flatMap { $0.dashed(stroke.dashes) }.flatMap(stroker.outlines)
    }

    /// The same, with each of its points elsewhere; curves follow their control points.
    package func mapped(_ place: (PixelPoint) -> PixelPoint) -> Path {
        var path = Path()
        for element in elements {
            switch element {
            case .move(let point): path.move(to: place(point))
            case .line(let point): path.line(to: place(point))
            case .quadratic(let control, let end): path.quadratic(control: place(control), to: place(end))
            case .cubic(let control1, let control2, let end):
                path.cubic(control1: place(control1), control2: place(control2), to: place(end))
            case .close: path.close()
            }
        }
        return path
    }

    package mutating func append(_ other: Path) {
        for element in other.elements {
            switch element {
            case .move(let point): move(to: point)
            case .line(let point): line(to: point)
            case .quadratic(let control, let end): quadratic(control: control, to: end)
            case .cubic(let control1, let control2, let end): cubic(control1: control1, control2: control2, to: end)
            case .close: close()
            }
        }
    }
}
