/// The size of a picture in whole pixels; both sides are at least 1.
package struct PixelSize: Hashable, Sendable {
    package let width: Int
    package let height: Int

    /// `nil` unless both sides are in `1...65_535`, the most that JPEG can hold.
    package init?(width: Int, height: Int) {
        guard 1...65_535 ~= width, 1...65_535 ~= height else { return nil }
        self.width = width
        self.height = height
    }

    package var pixelCount: Int { width * height }

    /// The length of the shorter side, which default stroke and text sizes follow.
    package var shortSide: Int { min(width, height) }
}

extension FixedWidthInteger {
    /// `value` without its fraction; the nearest number that there is where it lies beyond, 0 where it is no number.
    ///
    /// The one way from a `Double` to an integer in drawing: any other ends the process for some input.
    @inline(always)
    package init(clamping value: Double) {
        // By way of Int, whose own conversion is an instruction; the generic one is a call.
        if value >= -0x1p63, value < 0x1p63 {
            self.init(clamping: Int(value))
        } else if value >= 0x1p63, value < Double(Self.max) {
            self = Self(value)
        } else {
            self = value.isNaN ? 0 : value < 0 ? Self.min : Self.max
        }
    }
}
