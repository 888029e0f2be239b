import Foundation
import Testing

/// The committed pictures of `Images/`.
enum Fixture {
    /// Every JPEG of the folder that decodes; beside each lie its expected pixels, as RGB, in a `.rgb` file.
    static let jpegs = [
        "baseline-420.jpg", "baseline-422.jpg", "baseline-440.jpg", "baseline-444.jpg", "cmyk-adobe.jpg",
        "cmyk-plain.jpg", "extended-16-bit-tables.jpg", "gray.jpg", "orientation-6.jpg", "progressive-420.jpg",
        "restart-markers.jpg", "rgb-adobe.jpg", "separate-scans.jpg", "ycck-adobe.jpg",
    ]

    static func bytes(_ name: String) throws -> [UInt8] {
        let url = try #require(Bundle.module.url(forResource: name, withExtension: nil, subdirectory: "Images"))
        return try Array(Data(contentsOf: url))
    }
}
