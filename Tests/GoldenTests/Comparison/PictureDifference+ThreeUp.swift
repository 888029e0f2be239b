import Render

extension PictureDifference {
    private static let gap = 4

    /// What was expected, the difference, and what is, side by side; the difference is black where there is none.
    var threeUp: Bitmap {
        let step = width + Self.gap
        return Bitmap(width: 3 * width + 2 * Self.gap, height: height) { x, y in
            switch (x / step, x % step) {
            case (_, width...): StraightRGBA8(hex: 0x808080)
            case (0, let x): expected.pixel(x, y)
            case (1, let x): shade(x, y)
            case (_, let x): actual.pixel(x, y)
            }
        }
    }

    /// Bright enough for a difference of 1 to be seen.
    private func shade(_ x: Int, _ y: Int) -> StraightRGBA8 {
        guard expected.pixel(x, y) != actual.pixel(x, y) else { return .black }
        let level = UInt8(128 + worst(x, y).difference / 2)
        return StraightRGBA8(red: level, green: level, blue: level)
    }
}
