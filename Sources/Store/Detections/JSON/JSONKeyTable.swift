/// Finds the field that a member's name stands for, among the cases of `Field`.
struct JSONKeyTable<Field: CaseIterable & RawRepresentable<String> & Sendable>: Sendable {
    /// Ordered by the names' lengths.
    private let candidates: [(key: JSONKey, field: Field)]
    /// Where the candidates of each length start, from 0 bytes to one more than the longest.
    private let starts: [Int]

    init() {
        let candidates = Field.allCases
            .map { (key: JSONKey($0.rawValue), field: $0) }
            .sorted { $0.key.count < $1.key.count }
        precondition(candidates.allSatisfy { $0.key != .long }, "a field's name has at most \(JSONKey.capacity) bytes")
        self.candidates = candidates
        starts = (0...JSONKey.capacity + 1).map { length in candidates.count { $0.key.count < length } }
    }

    subscript(key: JSONKey) -> Field? {
        let length = Int(key.count)
        guard length <= JSONKey.capacity else { return nil }
        for index in starts[length]..<starts[length + 1] {
            let candidate = candidates[index]
            if candidate.key.low == key.low, candidate.key.high == key.high { return candidate.field }
        }
        return nil
    }
}
