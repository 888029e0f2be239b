/// Members of detections whose names are nearly those of known ones.
struct TypingErrors {
    /// What each unknown name may mean; `nil` for those that mean something else.
    private var verdicts: [JSONKey: String?] = [:]
    private var found: [JSONKey: (meant: String, path: String)] = [:]

    /// Names that are looked at; output with more of them has no typing errors but members of its own.
    private static let nameLimit = 100
    /// Names of fewer letters are near to too many others.
    private static let leastLength = 5
    /// From this length on two edits are a typing error, too.
    private static let longLength = 8

    private static let known = CanonicalField.allCases.map(\.rawValue).filter { $0.utf8.count >= leastLength }

    /// The known name that is one edit or one swap away (two edits from eight letters on).
    mutating func nearest(to key: JSONKey) -> String? {
        if let verdict = verdicts[key] { return verdict }
        guard verdicts.count < Self.nameLimit, key != .long else { return nil }
        let name = key.text
        let limit = name.utf8.count >= Self.longLength ? 2 : 1
        let nearest =
            name.utf8.count < Self.leastLength
            ? nil : Self.known.first { EditDistance.between(name, $0) <= limit }
        verdicts[key] = .some(nearest)
        return nearest
    }

    /// Notes the member, unless the known one is among `keys`, too.
    mutating func note(_ key: JSONKey, besides keys: [JSONKey], at position: DetectionPosition) {
        guard let meant = nearest(to: key), found[key] == nil, !keys.contains(JSONKey(meant)) else { return }
        found[key] = (meant, "\(position).\(key.text)")
    }

    var warnings: [Warning] {
        found.sorted { $0.value.path < $1.value.path }.map { key, place in
            Warning(.memberUnknown, "\"\(key.text)\" is not known: is \"\(place.meant)\" meant?", path: place.path)
        }
    }
}

/// How many letters have to be put in, taken out, replaced, or swapped with their neighbours to make one word of another.
enum EditDistance {
    static func between(_ one: String, _ other: String) -> Int {
        let (one, other) = (Array(one.utf8), Array(other.utf8))
        guard abs(one.count - other.count) <= 2 else { return 3 }
        var rows = [Array(0...other.count)]
        for row in 1...max(one.count, 1) where row <= one.count {
            var next = [row]
            for column in 1...max(other.count, 1) where column <= other.count {
                let isSame = one[row - 1] == other[column - 1]
                var least = min(
                    rows[row - 1][column] + 1,
                    next[column - 1] + 1,
                    rows[row - 1][column - 1] + (isSame ? 0 : 1)
                )
                if row > 1, column > 1, one[row - 1] == other[column - 2], one[row - 2] == other[column - 1] {
                    least = min(least, rows[row - 2][column - 2] + 1)
                }
                next.append(least)
            }
            rows.append(next)
        }
        return rows[one.count][other.count]
    }
}
