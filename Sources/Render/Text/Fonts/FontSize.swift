/// The em of a font in 1/64 px, the step in which FreeType scales; in `FontSize.range`.
struct FontSize: Hashable, Sendable {
    /// Sizes outside are taken as the nearer end. The upper end bounds the memory that one glyph takes.
    static let range = 1.0...256.0

    let sixtyFourths: Int

    /// `pixels` is rounded to 1/64 px; what is no number becomes the least size.
    init(pixels: Double) {
        let clamped = pixels.isNaN ? Self.range.lowerBound : pixels.clamped(to: Self.range)
        sixtyFourths = Int(clamping: (clamped * 64).rounded())
    }

    var pixels: Double { Double(sixtyFourths) / 64 }
}

extension Double {
    fileprivate func clamped(to range: ClosedRange<Double>) -> Double {
        min(max(self, range.lowerBound), range.upperBound)
    }
}
