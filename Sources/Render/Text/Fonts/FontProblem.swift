/// Why a font is not used.
package enum FontProblem: Error, Hashable, Sendable, CustomStringConvertible {
    /// Its bytes could not be read.
    case unreadable(font: String, reason: String)
    /// Its bytes are no TrueType or OpenType font.
    case malformed(font: String, reason: String)
    /// It has bitmaps only, as many color emoji fonts do.
    case noOutlines(font: String)

    package var description: String {
        switch self {
        case .unreadable(let font, let reason): "font \(font) cannot be read: \(reason)"
        case .malformed(let font, let reason): "font \(font) is not a TrueType or OpenType font: \(reason)"
        case .noOutlines(let font): "font \(font) has no outlines"
        }
    }
}
