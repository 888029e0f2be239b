/// One run of straight lines in frame pixels; what a path's curves are flattened to.
package struct Contour: Hashable, Sendable {
    package var points: [PixelPoint]
    package var isClosed: Bool

    package init(points: [PixelPoint], isClosed: Bool) {
        self.points = points
        self.isClosed = isClosed
    }
}

extension Contour {
    /// The dashes of this contour, each an open contour; the contour itself where `pattern` says nothing.
    ///
    /// Lengths are in pixels, dash and gap in turn, starting with a dash at the first point. A pattern that would give
    /// more than 10 000 pieces, or that holds a length that is not positive, is drawn solid.
    package func dashed(_ pattern: [Double]) -> [Contour] {
        let pattern = pattern.count.isMultiple(of: 2) ? pattern : pattern + pattern
        guard !pattern.isEmpty, pattern.allSatisfy({ $0 > 0 && $0.isFinite }) else { return [self] }
        let length = zip(path, path.dropFirst()).reduce(0) { $0 + ($1.1 - $1.0).length }
        guard length / pattern.reduce(0, +) * Double(pattern.count) < 10_000 else { return [self] }
        var dasher = Dasher(pattern: pattern)
        for (start, end) in zip(path, path.dropFirst()) { dasher.add(from: start, to: end) }
        return dasher.finished()
    }

    /// The points, with the first one again at the end where the contour is closed.
    private var path: [PixelPoint] {
        guard isClosed, let first = points.first else { return points }
        return points + [first]
    }
}

private struct Dasher {
    let pattern: [Double]
    private var index = 0
    private var remaining: Double
    private var dash: [PixelPoint] = []
    private var dashes: [Contour] = []

    init(pattern: [Double]) {
        self.pattern = pattern
        remaining = pattern[0]
    }

    private var isInDash: Bool { index.isMultiple(of: 2) }

    mutating func add(from start: PixelPoint, to end: PixelPoint) {
        let length = (end - start).length
        var walked = 0.0
        if isInDash, dash.isEmpty { dash = [start] }
        while length - walked > remaining {
            walked += remaining
            advance(at: start + (end - start) * (walked / length))
        }
        remaining -= length - walked
        if isInDash { dash.append(end) }
    }

    private mutating func advance(at point: PixelPoint) {
        if isInDash {
            dashes.append(Contour(points: dash + [point], isClosed: false))
            dash = []
        } else {
            dash = [point]
        }
        index = (index + 1) % pattern.count
        remaining = pattern[index]
    }

    mutating func finished() -> [Contour] {
        if dash.count > 1 { dashes.append(Contour(points: dash, isClosed: false)) }
        return dashes
    }
}
