/// Metrics as Prometheus reads them: https://prometheus.io/docs/instrumenting/exposition_formats/
struct PrometheusText: CustomStringConvertible {
    enum Kind: String {
        case counter, gauge, histogram
    }

    /// How many values there were up to each bound.
    struct Distribution {
        /// In seconds: from a cached answer to a caller's deadline.
        static let bounds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30]

        /// One more than there are bounds: the last is of what is above all of them.
        fileprivate private(set) var counts = [Int](repeating: 0, count: bounds.count + 1)
        fileprivate private(set) var sum = 0.0

        mutating func add(_ value: Double) {
            counts[Self.bounds.firstIndex { value <= $0 } ?? Self.bounds.count] += 1
            sum += value
        }
    }

    private struct Family {
        let kind: Kind
        var lines: [String] = []
    }

    private let help: [String: String]
    private var families: [String: Family] = [:]

    init(help: [String: String]) { self.help = help }

    mutating func add(_ name: String, _ kind: Kind, _ labels: String, _ value: Double) {
        families[name, default: Family(kind: kind)].lines.append(Self.line(name, labels, value))
    }

    mutating func add(_ name: String, _ labels: String, _ distribution: Distribution) {
        let comma = labels.isEmpty ? "" : ","
        var (count, lines) = (0, [String]())
        let bounds = Distribution.bounds.map(Self.number) + ["+Inf"]
        for (bound, more) in zip(bounds, distribution.counts) {
            count += more
            lines.append(Self.line("\(name)_bucket", "\(labels)\(comma)le=\"\(bound)\"", Double(count)))
        }
        lines.append(Self.line("\(name)_sum", labels, distribution.sum))
        lines.append(Self.line("\(name)_count", labels, Double(count)))
        families[name, default: Family(kind: .histogram)].lines.append(lines.joined(separator: "\n"))
    }

    /// Families in order of their names, each with its series in order of their labels.
    var description: String {
        families.sorted { $0.key < $1.key }.map { name, family in
            let head = "# HELP \(name) \(help[name] ?? name)\n# TYPE \(name) \(family.kind.rawValue)\n"
            return head + family.lines.sorted().joined(separator: "\n") + "\n"
        }.joined()
    }

    /// Without braces; values escaped.
    static func labels(_ labels: [(String, String)]) -> String {
        labels.map { name, value in
            let escaped = value.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
            return "\(name)=\"\(escaped)\""
        }.joined(separator: ",")
    }

    private static func line(_ name: String, _ labels: String, _ value: Double) -> String {
        "\(name)\(labels.isEmpty ? "" : "{\(labels)}") \(number(value))"
    }

    private static func number(_ value: Double) -> String { Int(exactly: value).map { "\($0)" } ?? "\(value)" }
}
