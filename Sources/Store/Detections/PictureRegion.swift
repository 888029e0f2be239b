/// The part of a frame that a picture shows, in frame pixels: wider and higher than 0.
package struct PictureRegion: Hashable, Sendable {
    package let x: Double
    package let y: Double
    package let width: Double
    package let height: Double

    static let expected = "[x, y, width, height] in frame pixels, wider and higher than 0"

    /// The whole frame.
    init(of frame: FrameSize) { (x, y, width, height) = (0, 0, Double(frame.width), Double(frame.height)) }

    /// `nil` unless the numbers are finite and no larger than coordinates may be, and the region has an area.
    init?(x: Double, y: Double, width: Double, height: Double) {
        let limit = DetectionReader.coordinateLimit
        guard x.magnitude <= limit, y.magnitude <= limit, width > 0, width <= limit, height > 0, height <= limit else {
            return nil
        }
        (self.x, self.y, self.width, self.height) = (x, y, width, height)
    }

    /// Reads the value at the cursor, which it passes; `nil` where that is not as `expected`.
    init?(_ cursor: inout JSONCursor) throws(JSONError) {
        guard cursor.kind == .array else {
            try cursor.skipValue()
            return nil
        }
        var numbers: [Double] = []
        try cursor.enterArray()
        while try cursor.nextElement() { numbers.append(try cursor.readNumberOrTextOfOne() ?? .nan) }
        guard numbers.count == 4 else { return nil }
        self.init(x: numbers[0], y: numbers[1], width: numbers[2], height: numbers[3])
    }
}
