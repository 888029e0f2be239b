/// Numbers for a person to read, such as "0–7, 12 and 9 more".
struct NumberRanges: CustomStringConvertible {
    private let numbers: [Int]

    /// How many ranges are named.
    private static let limit = 5

    /// `numbers` ascend.
    init(_ numbers: [Int]) { self.numbers = numbers }

    var description: String {
        var ranges: [ClosedRange<Int>] = []
        for (index, number) in numbers.enumerated() {
            if let last = ranges.last, last.upperBound + 1 == number {
                ranges[ranges.count - 1] = last.lowerBound...number
            } else if ranges.count == Self.limit {
                return "\(Self.text(ranges)) and \(numbers.count - index) more"
            } else {
                ranges.append(number...number)
            }
        }
        return Self.text(ranges)
    }

    private static func text(_ ranges: [ClosedRange<Int>]) -> String {
        ranges.map { $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound)–\($0.upperBound)" }.joined(separator: ", ")
    }
}
