/// One run of straight lines in frame pixels; what a path's curves are flattened to.
package struct Contour: Hashable, Sendable {
    package var points: [PixelPoint]
    package var isClosed: Bool

    package init(points: [PixelPoint], isClosed: Bool) {
        self.points = points
        self.isClosed = isClosed
    }
}
