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
/// Why a detection cannot be used.
struct DetectionFault: Error {
    /// From the detection on, such as `.polygon[3]`.
    let path: String
    let reason: String

    init(_ path: String, _ reason: String) {
        self.path = path
        self.reason = reason
    }
}

extension Double {
    /// For messages: whole numbers without ".0".
    var shown: String {
        let text = description
        return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }
}
