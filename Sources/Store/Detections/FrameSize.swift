/// The size of a frame in pixels; both sides are in 1…65 535.
package struct FrameSize: Hashable, Sendable, CustomStringConvertible {
    package let width: Int
    package let height: Int

    package init?(width: Int, height: Int) {
        guard 1...65_535 ~= width, 1...65_535 ~= height else { return nil }
        self.width = width
        self.height = height
    }

    package var description: String { "\(width)×\(height)" }
}
