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
