/// Reads bits, the highest first, out of unstuffed entropy-coded data.
///
/// The data is handed to every call and must reach `EntropyCodedData.padding` bytes beyond the last bit asked for.
struct BitReader {
    /// The next `count` bits, uppermost; below them more of the same or zeros.
    private(set) var buffer: UInt64
    private var count: Int
    /// The first byte that is not counted in `count`.
    private var next: Int

    @inline(always)
    init(at bit: Int, in bytes: Span<UInt8>) {
        let offset = bit & 7
        buffer = bytes.bigEndianWord(at: bit &>> 3) &<< UInt64(truncatingIfNeeded: offset)
        count = 56 &- offset
        next = bit &>> 3 &+ 7
    }

    /// How many bits have been consumed since the beginning of the data.
    @inline(always)
    var position: Int { next &<< 3 &- count }

    /// Makes at least 56 bits available.
    @inline(always)
    mutating func refill(_ bytes: Span<UInt8>) {
        buffer |= bytes.bigEndianWord(at: next) &>> UInt64(truncatingIfNeeded: count)
        next &+= (63 &- count) &>> 3
        count |= 56
    }

    /// The next `bits` bits, 1…63.
    @inline(always)
    func peek(_ bits: Int) -> Int { Int(truncatingIfNeeded: buffer &>> UInt64(truncatingIfNeeded: 64 &- bits)) }

    @inline(always)
    mutating func consume(_ bits: Int) {
        buffer &<<= UInt64(truncatingIfNeeded: bits)
        count &-= bits
    }

    /// The signed value of the `size` bits (0…15) after the next `skipped` ones (T.81, F.2.2.1, EXTEND).
    @inline(always)
    func magnitude(size: Int, after skipped: Int) -> Int {
        let bits = buffer &<< UInt64(truncatingIfNeeded: skipped)
        let value = Int(truncatingIfNeeded: (bits &>> 1) &>> UInt64(truncatingIfNeeded: 63 &- size))
        let isNegative = Int(truncatingIfNeeded: ~bits) &>> 63
        return value &+ (isNegative & (1 &- 1 &<< size))
    }
}
