/// An axis-aligned box in frame pixels, half open: `minX..<maxX`, `minY..<maxY`; wider and higher than 0.
package struct DetectionBox: Hashable, Sendable, BitwiseCopyable {
    package let minX: Double
    package let minY: Double
    package let maxX: Double
    package let maxY: Double

    /// `nil` unless the corners are finite and in order, and the box has an area.
    package init?(minX: Double, minY: Double, maxX: Double, maxY: Double) {
        guard minX < maxX, minY < maxY, (maxX - minX).isFinite, (maxY - minY).isFinite else { return nil }
        self.minX = minX
        self.minY = minY
        self.maxX = maxX
        self.maxY = maxY
    }

    package var width: Double { maxX - minX }
    package var height: Double { maxY - minY }
}
