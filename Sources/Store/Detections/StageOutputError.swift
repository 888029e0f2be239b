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

/// Parts left out of a stage output: the first of them by name, the rest as a number.
struct FaultList {
    private static let limit = 1_000

    private var named: [SkippedPart] = []
    private var unnamedCount = 0

    mutating func add(_ path: @autoclosure () -> String, _ reason: @autoclosure () -> String) {
        if named.count < Self.limit {
            named.append(SkippedPart(path: path(), reason: reason()))
        } else {
            unnamedCount += 1
        }
    }

    var parts: [SkippedPart] {
        guard unnamedCount > 0 else { return named }
        return named + [SkippedPart(path: "$.frames", reason: "has \(unnamedCount) more parts that are left out")]
    }
}
/// Why a part of a detection cannot be used.
struct DetectionFault: Error {
    /// From the detection on, such as `.polygon[3]`.
    let path: String
    let reason: String
    let code: SkippedPart.Code
    /// Whether it is a part that says where the detection is.
    var isOfGeometry = false
    /// The middle of what lies outside of the frame, in frame pixels.
    var place: DetectionPoint?

    init(_ path: String, _ reason: String, _ code: SkippedPart.Code = .malformed) {
        self.path = path
        self.reason = reason
        self.code = code
    }
}

extension [DetectionFault] {
    /// Of those for which nothing says any more where the detection is: one that may be anywhere before one that is outside of the frame.
    var lost: DetectionFault? {
        first { $0.isOfGeometry && $0.code != .outsideFrame } ?? first(where: \.isOfGeometry)
    }
}

extension Double {
    /// For messages: to a hundredth.
    var rough: String { ((self * 100).rounded() / 100).shown }

    /// For messages: whole numbers without ".0".
    var shown: String {
        let text = description
        return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }
}
