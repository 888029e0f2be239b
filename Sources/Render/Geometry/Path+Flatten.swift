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
