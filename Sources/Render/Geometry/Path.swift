/// Contours of straight lines and Bézier curves in frame pixels.
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

    package mutating func move(to point: PixelPoint) { elements.append(.move(point)) }

    package mutating func line(to point: PixelPoint) { elements.append(.line(point)) }

    package mutating func quadratic(control: PixelPoint, to end: PixelPoint) {
        elements.append(.quadratic(control: control, end: end))
    }

    package mutating func cubic(control1: PixelPoint, control2: PixelPoint, to end: PixelPoint) {
        elements.append(.cubic(control1: control1, control2: control2, end: end))
    }

    package mutating func close() { elements.append(.close) }
}
