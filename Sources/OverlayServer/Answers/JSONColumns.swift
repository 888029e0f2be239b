import Foundation
import OverlayService

/// The columns of a summary as canonical JSON, an entry a frame in each. Written here, since `JSONEncoder` takes ten times as long
/// for 70,000 numbers.
struct JSONColumns {
    let text: String

    init(_ columns: StageSummaryColumns) {
        let members = [
            ("dropped", Self.array(columns.dropped)), ("frame", Self.array(columns.frame)),
            ("kept", Self.array(columns.kept)), ("least_confidence", Self.array(columns.leastConfidence)),
            ("mean_confidence", Self.array(columns.meanConfidence)), ("skipped", Self.array(columns.skipped)),
            ("timestamp", Self.array(columns.timestamp)),
        ]
        text = "{\(members.map { "\"\($0)\":\($1)" }.joined(separator: ","))}"
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
