/// The names that there are, in a sentence for somebody who asked for another one: the nearest first.
struct NearestNames: CustomStringConvertible {
    private static let listLimit = 10

    let description: String

    init(_ names: [String], to asked: String) {
        let byDistance = Set(names).map { (Self.distance($0, asked), $0) }.sorted { $0 < $1 }.map(\.1)
        let rest = byDistance.count - Self.listLimit
        let list = byDistance.prefix(Self.listLimit).joined(separator: ", ")
        description = byDistance.isEmpty ? "there is none" : "there are \(list)\(rest > 0 ? " and \(rest) more" : "")"
    }

    /// How many letters have to be put in, taken out or changed to make one of the other, without regard to case
    /// (Levenshtein's distance, by Wagner and Fischer's rows).
    private static func distance(_ left: String, _ right: String) -> Int {
        let (left, right) = (Array(left.lowercased().utf8), Array(right.lowercased().utf8))
        var row = Array(0...right.count)
        for (index, letter) in left.enumerated() {
            var diagonal = row[0]
            row[0] = index + 1
            for column in right.indices {
                let replaced = diagonal + (letter == right[column] ? 0 : 1)
                diagonal = row[column + 1]
                row[column + 1] = min(replaced, row[column] + 1, diagonal + 1)
            }
        }
        return row[right.count]
    }
}
