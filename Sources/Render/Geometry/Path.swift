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
    package init(points: [PixelPoint], isClosed: Bool) {
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
