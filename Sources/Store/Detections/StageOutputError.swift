/// Why a text is no stage output.
package enum StageOutputError: Error, Hashable, CustomStringConvertible {
    case notJSON(JSONProblem, at: TextPosition)
    /// `field` is a JSON path; `expected` is said in words.
    case wrongType(field: String, found: String, expected: String)
    case unknownWord(field: String, found: String, allowed: [String])
    case outOfRange(field: String, found: String, expected: String)

    package var description: String {
        switch self {
        case .notJSON(let problem, let place): "not JSON: \(problem), at \(place) (byte \(place.offset))"
        case .wrongType(let field, let found, let expected): "\(field) is \(found), expected \(expected)"
        case .unknownWord(let field, let found, let allowed):
            "\(field) is \"\(found)\", expected one of: \(allowed.joined(separator: ", "))"
        case .outOfRange(let field, let found, let expected): "\(field) is \(found), expected \(expected)"
        }
    }

    /// The same fault with the place that `error` names in `text`.
    init(_ error: JSONError, in text: [UInt8]) {
        self = .notJSON(error.problem, at: TextPosition(offset: error.offset, in: text))
    }
}
