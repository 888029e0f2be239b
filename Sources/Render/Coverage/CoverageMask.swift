/// A shape's coverage, one byte a pixel (0 outside, 255 inside), over the pixels that it touches.
package struct CoverageMask: Hashable, Sendable {
    /// The pixel column and row of the mask's top left byte.
    package let x: Int
    package let y: Int
    package let width: Int
    package let height: Int
    /// `width * height` bytes, top row first.
    package let coverage: [UInt8]

    package init(x: Int, y: Int, width: Int, height: Int, coverage: [UInt8]) {
        precondition(coverage.count == width * height)
        self.x = x
        self.y = y
        self.width = width
        self.height = height
        self.coverage = coverage
    }
}
