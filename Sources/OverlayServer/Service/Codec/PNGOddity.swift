/// What a PNG has that it should not have, and that takes nothing from its pixels.
package enum PNGOddity: Hashable, CaseIterable, Sendable, CustomStringConvertible {
    case checksum
    case surplus
    case transparency
    case palette

    package var description: String {
        switch self {
        case .checksum: "a wrong checksum of something beside its pixels"
        case .surplus: "more data than pixels"
        case .transparency: "a transparent color where there can be none"
        case .palette: "a palette where there can be none"
        }
    }
}
