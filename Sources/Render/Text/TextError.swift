/// Why a text engine cannot be made.
package enum TextError: Error, Hashable, Sendable, CustomStringConvertible {
    /// None of the fonts can be used; empty where there are no fonts.
    case noUsableFont([FontProblem])

    package var description: String {
        switch self {
        case .noUsableFont(let problems) where problems.isEmpty: "there is no font to draw text with"
        case .noUsableFont(let problems):
            "there is no font to draw text with: " + problems.map(\.description).joined(separator: "; ")
        }
    }
}
