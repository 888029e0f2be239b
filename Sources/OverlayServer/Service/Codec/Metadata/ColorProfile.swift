/// What a file says that its pixels' numbers mean as colors.
package struct ColorProfile: Sendable, Equatable {
    /// The kind of numbers.
    enum Space: Sendable { case rgb, gray, cmyk, other }

    /// For people.
    package let name: String
    let space: Space
    /// Whether it says what is taken for granted where nothing is said.
    let isSRGB: Bool
    /// Whether a JPEG can say it, too.
    var fitsJPEG = true

    init(_ profile: ICCProfile) {
        name = profile.name ?? "without a name"
        space = profile.space
        isSRGB = space == .rgb && name.lowercased().contains("srgb")
    }

    init(_ codes: VideoColorCodes) {
        name = codes.description
        space = .rgb
        isSRGB = codes.areSRGB
        fitsJPEG = isSRGB
    }

    init(gamma: Double, primaries: Primaries) {
        name = "gamma \((gamma * 100).rounded() / 100)" + (primaries.isNear(.sRGB) ? "" : " with other primaries")
        space = .rgb
        // Writers of PNG have always said 1/2.2 of sRGB.
        isSRGB = abs(gamma - 2.2) < 0.02 && primaries.isNear(.sRGB)
    }

    static let sRGB = ColorProfile(VideoColorCodes(primaries: 1, transfer: 13, matrix: 0, isFullRange: true))
}

/// The code points of ITU-T H.273 that a PNG's cICP chunk has.
struct VideoColorCodes: Equatable, CustomStringConvertible {
    let primaries, transfer, matrix: UInt8
    let isFullRange: Bool

    /// IEC 61966-2-1's, in all of their range.
    var areSRGB: Bool { primaries == 1 && transfer == 13 && matrix == 0 && isFullRange }

    var description: String { "CICP \(primaries)/\(transfer)/\(matrix)" + (isFullRange ? "" : ", narrow range") }
}
