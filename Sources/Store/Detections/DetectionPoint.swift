/// A point in frame pixels: x to the right, y down, from the top left corner of the frame.
package struct DetectionPoint: Hashable, Sendable, BitwiseCopyable {
    package var x: Double
    package var y: Double

    package init(x: Double, y: Double) {
        self.x = x
        self.y = y
    }
}
