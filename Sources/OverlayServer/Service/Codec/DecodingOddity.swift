/// What decoding finds odd about a file of which it gives a picture all the same: of a PNG, but for the last.
package enum DecodingOddity: Hashable, CaseIterable, Sendable, CustomStringConvertible {
    case checksum
    case surplus
    case transparency
    case palette
    /// A progressive JPEG ends before its finest scans.
    case blurred

    package var description: String {
        switch self {
        case .checksum: "a wrong checksum of something beside its pixels"
        case .surplus: "more data than pixels"
        case .transparency: "a transparent color where there can be none"
        case .palette: "a palette where there can be none"
        case .blurred: "no scans of fine detail, so that it is blurred"
        }
    }
}
