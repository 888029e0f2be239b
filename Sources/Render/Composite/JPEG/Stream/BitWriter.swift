/// Writes a JPEG's bytes: whole ones as they are, or bits with a zero byte stuffed after each 0xFF.
struct BitWriter {
    /// What has been written, then room for more.
    private var bytes: [UInt8]
    private var count = 0
    /// The `used` lowest bits, fewer than 64, are still to be written; above them lie some that have been.
    private var accumulator: UInt64 = 0
    private var used = 0

    init(expectedCount: Int) { bytes = [UInt8](repeating: 0, count: expectedCount + Self.largestStep) }

    /// How many bytes one step writes at most.
    private static let largestStep = 16

    /// The file, once all bits are padded.
    consuming func finish() -> [UInt8] {
        bytes.removeLast(bytes.count - count)
        return bytes
    }

    /// Writes the lowest `length` bits of `bits`, 0…63; those above must be 0.
    @inline(always)
    mutating func put(_ bits: UInt64, length: Int) {
        let total = used &+ length
        if total < 64 {
            accumulator = accumulator &<< UInt64(truncatingIfNeeded: length) | bits
            used = total
        } else {
            let rest = UInt64(truncatingIfNeeded: total &- 64)
            write(accumulator &<< UInt64(truncatingIfNeeded: 64 &- used) | bits &>> rest)
            accumulator = bits
            used = total &- 64
        }
    }

    /// Copies the bits numbered `range` of `data`, which must reach 16 bytes beyond them.
    mutating func copy(_ range: Range<Int>, of data: Span<UInt8>) {
        var position = range.lowerBound
        while range.upperBound &- position >= 64 {
            let bits = data.bits(at: position)
            let kept = UInt64(truncatingIfNeeded: used)
            write((accumulator &<< (63 &- kept)) &<< 1 | bits &>> kept)
            accumulator = bits
            position &+= 64
        }
        let rest = range.upperBound &- position
        guard rest > 0 else { return }
        put(data.bits(at: position) &>> UInt64(truncatingIfNeeded: 64 &- rest), length: rest)
    }

    /// Fills the last byte with ones (T.81, F.1.2.3).
    mutating func pad() {
        let missing = -used & 7
        put(1 << UInt64(missing) - 1, length: missing)
        makeRoom()
        while used > 0 {
            used -= 8
            write(UInt8(truncatingIfNeeded: accumulator >> UInt64(used)))
        }
    }

    /// Copies whole bytes of a file as they are; only where no bits are left over.
    mutating func append(_ range: Range<Int>, of file: [UInt8]) {
        let missing = count + range.count + Self.largestStep - bytes.count
        if missing > 0 { bytes.append(contentsOf: repeatElement(0, count: max(missing, bytes.count))) }
        let source = file.span
        var (offset, place) = (range.lowerBound, count)
        var target = bytes.mutableSpan
        while offset < range.upperBound {
            if offset &+ 8 <= source.count {
                target.store(bigEndianWord: source.bigEndianWord(at: offset), at: place)
                offset &+= 8
                place &+= 8
            } else {
                target[place] = source[offset]
                offset &+= 1
                place &+= 1
            }
        }
        count += range.count
    }

    mutating func append(_ file: [UInt8]) { append(0..<file.count, of: file) }

    /// Writes 64 bits, stuffing where needed.
    @inline(always)
    private mutating func write(_ word: UInt64) {
        makeRoom()
        let place = count
        var target = bytes.mutableSpan
        target.store(bigEndianWord: word, at: place)
        if word.bytesBeforeFF == 8 {
            count &+= 8
        } else {
            writeStuffed(word)
        }
    }

    @inline(never)
    private mutating func writeStuffed(_ word: UInt64) {
        for shift in stride(from: UInt64(56), through: 0, by: -8) { write(UInt8(truncatingIfNeeded: word &>> shift)) }
    }

    /// Room for it must have been made.
    private mutating func write(_ byte: UInt8) {
        bytes[count] = byte
        count += 1
        guard byte == 0xFF else { return }
        bytes[count] = 0
        count += 1
    }

    @inline(always)
    private mutating func makeRoom() {
        if count &+ Self.largestStep > bytes.count { bytes.append(contentsOf: repeatElement(0, count: bytes.count)) }
    }
}

extension Span where Element == UInt8 {
    /// The 64 bits from bit `position`.
    @inline(always)
    fileprivate func bits(at position: Int) -> UInt64 {
        let (first, offset) = (position &>> 3, UInt64(truncatingIfNeeded: position & 7))
        return bigEndianWord(at: first) &<< offset | UInt64(self[first &+ 8]) &>> (8 &- offset)
    }
}
