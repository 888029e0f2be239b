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
