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

/// A member's name in a JSON object, packed so that two names compare as two integers.
///
/// Names of more than 16 bytes are all `JSONKey.long`: no name that this project reads is that long.
struct JSONKey: Hashable, BitwiseCopyable {
    static let capacity = 16
    static let long = JSONKey(low: .max, high: .max, count: UInt8.max)

    /// Bytes 0…7, the first in the lowest bits; bits beyond the name are 0.
    let low: UInt64
    /// Bytes 8…15, likewise.
    let high: UInt64
    let count: UInt8

    init(low: UInt64, high: UInt64, count: UInt8) {
        self.low = low
        self.high = high
        self.count = count
    }

    /// The name; what a long one stands for is not known.
    var text: String {
        let bytes = (0..<Int(count)).prefix(Self.capacity).map { index in
            UInt8(truncatingIfNeeded: (index < 8 ? low : high) >> UInt64(8 * (index % 8)))
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    init(_ name: String) {
        guard name.utf8.count <= Self.capacity else {
            self = .long
            return
        }
        var words: (low: UInt64, high: UInt64) = (0, 0)
        for (index, byte) in name.utf8.enumerated() {
            if index < 8 {
                words.low |= UInt64(byte) << (8 * UInt64(index))
            } else {
                words.high |= UInt64(byte) << (8 * UInt64(index - 8))
            }
        }
        self.init(low: words.low, high: words.high, count: UInt8(name.utf8.count))
    }
}
