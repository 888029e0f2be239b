/// How a picture compares with its golden.
enum GoldenVerdict: Equatable, CustomStringConvertible {
    case same
    case missing
    case different(PictureDifference)
    /// The picture has become the golden, which nobody has looked at yet.
    case rewritten

    /// Continues a sentence that begins with the golden's name.
    var description: String {
        switch self {
        case .same: "is the same"
        case .missing: "is missing; golden/README.md says how to make it"
        case .different(let difference): "differs: \(difference)"
        case .rewritten: "is rewritten: look at it, then test without UPDATE_GOLDEN"
        }
    }
}
