import Foundation
import OverlayService

/// Columns of numbers as canonical JSON, an entry a frame in each. Written here, since `JSONEncoder` takes ten times as long
/// for 70,000 numbers.
struct JSONColumns {
    let text: String

    init(_ columns: StageSummaryColumns) {
        self.init([
            "dropped": Self.array(columns.dropped), "frame": Self.array(columns.frame),
            "kept": Self.array(columns.kept), "least_confidence": Self.array(columns.leastConfidence),
            "mean_confidence": Self.array(columns.meanConfidence), "skipped": Self.array(columns.skipped),
            "timestamp": Self.array(columns.timestamp),
        ])
    }

    /// Counts are `null` where one side does not speak of the frame, which `only` names then.
    init(_ frames: [TimelineComparison.Frame]) {
        var members = [
            "frame": Self.array(frames.map(\.number)), "timestamp": Self.array(frames.map(\.timestamp)),
            "things": Self.array(frames.map(\.thingCount)),
            "only": Self.joined(frames.map { frame in frame.onlySide.map { "\"\($0.rawValue)\"" } ?? "null" }),
        ]
        for difference in Difference.allCases {
            members[difference.rawValue] = Self.joined(
                frames.map { $0.onlySide == nil ? "\($0.counts[difference])" : "null" }
            )
        }
        self.init(members)
    }

    private init(_ members: [String: String]) {
        text = "{\(members.sorted { $0.key < $1.key }.map { "\"\($0)\":\($1)" }.joined(separator: ","))}"
    }

    private static func array(_ numbers: [Int]) -> String { joined(numbers.map { "\($0)" }) }

    /// JSON has no infinities, and no detection either.
    private static func array(_ numbers: [Double?]) -> String {
        joined(
            numbers.map { number in
                guard let number, number.isFinite else { return "null" }
                return Int(exactly: number).map { "\($0)" } ?? "\(number)"
            }
        )
    }

    private static func joined(_ numbers: [String]) -> String { "[\(numbers.joined(separator: ","))]" }
}
