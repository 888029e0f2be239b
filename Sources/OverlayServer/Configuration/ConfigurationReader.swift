import Foundation

/// Reads variables one by one and collects what is wrong with them.
struct ConfigurationReader {
    private let environment: [String: String]
    private(set) var faults: [String] = []

    init(environment: [String: String]) { self.environment = environment }

    /// The variable's text; an empty one counts as unset.
    func given(_ name: String) -> String? { environment[name].flatMap { $0.isEmpty ? nil : $0 } }

    func text(_ name: String, default standard: String) -> String { given(name) ?? standard }

    mutating func value<Value>(
        _ name: String,
        default standard: Value,
        allowed: String,
        _ read: (String) -> Value?
    ) -> Value {
        guard let text = given(name) else { return standard }
        guard let value = read(text) else {
            fail(name, "\"\(text)\" is not allowed; it takes \(allowed)")
            return standard
        }
        return value
    }

    mutating func number(_ name: String, default standard: Int, in range: ClosedRange<Int>) -> Int {
        let allowed = "a whole number from \(range.lowerBound) to \(range.upperBound)"
        return value(name, default: standard, allowed: allowed) { text in
            Int(text).flatMap { range.contains($0) ? $0 : nil }
        }
    }

    /// Words divided by commas or white space, from the variable or from the file that `<name>_FILE` names.
    mutating func tokens(_ name: String) -> [String] {
        var words = given(name) ?? ""
        if let path = given(name + "_FILE") {
            guard let contents = try? String(contentsOfFile: path, encoding: .utf8) else {
                fail(name + "_FILE", "the file cannot be read")
                return []
            }
            words += " " + contents
        }
        return words.split { $0 == "," || $0.isWhitespace }.map(String.init)
    }

    mutating func refuse(_ name: String, because reason: String) {
        if given(name) != nil { fail(name, reason) }
    }

    mutating func fail(_ name: String, _ reason: String) { faults.append("\(name): \(reason).") }
}
