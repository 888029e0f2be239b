/// Writes bits, the highest first; bytes are stuffed later.
struct BitWriter {
    /// What has been written, then room for more.
    private(set) var bytes: [UInt8]
    private var end = End()

    /// Where a writer is.
    private struct End {
        /// Whole bytes.
        var count = 0
        /// Bits after them, fewer than 8: the lowest ones of `bits`.
        var used = 0
        var bits: UInt64 = 0

        /// Writes the lowest `length` bits of `bits`, 0…56; those above must be 0.
        @inline(always)
        mutating func put(_ bits: UInt64, length: Int, to target: inout MutableSpan<UInt8>) {
            self.bits = self.bits &<< UInt64(truncatingIfNeeded: length) | bits
            let total = used &+ length
            target.store(bigEndianWord: self.bits &<< UInt64(truncatingIfNeeded: 64 &- total), at: count)
            count &+= total &>> 3
            used = total & 7
        }

        /// Writes a code, with its length above it, and the magnitude after it.
        @inline(always)
        mutating func put(_ code: UInt32, _ magnitude: UInt32, size: UInt32, to target: inout MutableSpan<UInt8>) {
            let bits = UInt64(code & 0xFFFF) &<< UInt64(size) | UInt64(magnitude)
            put(bits, length: Int(code &>> 16 &+ size), to: &target)
        }
    }

    /// Room for `byteCount` bytes, and more where they do not suffice.
    init(expectedCount byteCount: Int) { bytes = [UInt8](repeating: 0, count: byteCount + Self.largestBlock) }

    /// How many bytes a block's coefficients take at most, 64 of 26 bits, and how far a step writes ahead.
    private static let largestBlock = 64 * 26 / 8 + 16

    /// How many whole bytes there are.
    var count: Int { end.count }

    mutating func removeAll() { end = End() }

    /// Writes a symbol and the magnitude after it.
    @inline(always)
    mutating func put(_ token: CoefficientToken, _ codes: Span<UInt32>) {
        makeRoom(Self.largestBlock)
        var end = end
        var target = bytes.mutableSpan
        let code = codes[Int(token.symbol)]
        end.put(code, token.magnitude, size: UInt32(token.symbol & 15), to: &target)
        self.end = end
    }

    /// Writes a block's AC coefficients, clamped to what 8-bit coding can express.
    @inline(never)
    mutating func put(
        _ block: borrowing CoefficientBlock,
        _ codes: Span<UInt32>,
        _ magnitudes: Span<UInt16>,
        _ halves: Span<UInt64>
    ) {
        makeRoom(Self.largestBlock)
        var end = end
        var target = bytes.mutableSpan
        var present = block.nonzeroCoefficients(halves) & ~1
        let values = block.values.span
        var last = 0
        while present != 0 {
            let index = present.trailingZeroBitCount
            present &= present &- 1
            var run = index &- last &- 1
            last = index
            while run > 15 {
                let code = codes[0xF0]
                end.put(code, 0, size: 0, to: &target)
                run &-= 16
            }
            let value = values[Int(ZigZag.naturalOrder[index & 63] & 63)]
            let entry = UInt32(magnitudes[Int(max(min(value, 1023), -1024)) & 2047])
            let (size, magnitude) = (entry &>> 10, entry & 1023)
            let code = codes[run &<< 4 & 0xF0 | Int(size & 15)]
            end.put(code, magnitude, size: size, to: &target)
        }
        if last < 63 {
            end.put(codes[0], 0, size: 0, to: &target)
        }
        self.end = end
    }

    /// Copies the bits numbered `range` of `data`, which must reach 16 bytes beyond them.
    mutating func copy(_ range: Range<Int>, of data: Span<UInt8>) {
        makeRoom(range.count &>> 3 &+ Self.largestBlock)
        var end = end
        var target = bytes.mutableSpan
        // First to the end of a byte.
        let filling = min((0 &- end.used) & 7, range.count)
        end.put(data.bits(at: range.lowerBound, count: filling), length: filling, to: &target)
        var position = range.lowerBound &+ filling
        let shift = UInt64(truncatingIfNeeded: position & 7)
        let (left, right) = (SIMD2<UInt64>(repeating: shift), SIMD2<UInt64>(repeating: 8 &- shift))
        // What stays in each byte, of the bits that come from itself.
        let own = SIMD2<UInt64>(repeating: 0x0101_0101_0101_0101 &* (0xFF &<< shift & 0xFF))
        var (source, place) = (position &>> 3, end.count)
        let stepCount = (range.upperBound &- position) &>> 7
        for _ in 0..<stepCount {
            let first = data.load(SIMD2<UInt64>.self, at: source)
            let second = data.load(SIMD2<UInt64>.self, at: source &+ 1)
            target.store((first &<< left) & own | (second &>> right) & ~own, at: place)
            source &+= 16
            place &+= 16
        }
        end.count = place
        position &+= stepCount &* 128
        while range.upperBound &- position >= 32 {
            end.put(data.bits(at: position, count: 32), length: 32, to: &target)
            position &+= 32
        }
        let rest = range.upperBound &- position
        end.put(data.bits(at: position, count: rest), length: rest, to: &target)
        self.end = end
    }

    /// Fills the last byte with ones (T.81, F.1.2.3); zeros follow.
    mutating func pad() {
        makeRoom(Self.largestBlock)
        var end = end
        var target = bytes.mutableSpan
        let missing = (0 &- end.used) & 7
        end.put(1 << UInt64(missing) - 1, length: missing, to: &target)
        target.store(bigEndianWord: 0, at: end.count)
        self.end = end
    }

    @inline(always)
    private mutating func makeRoom(_ byteCount: Int) {
        let missing = end.count &+ byteCount &- bytes.count
        if missing > 0 { bytes.append(contentsOf: repeatElement(0, count: max(missing, bytes.count))) }
    }
}

extension Span where Element == UInt8 {
    /// The `count` bits from bit `position`, 0…56, lowermost.
    @inline(always)
    fileprivate func bits(at position: Int, count: Int) -> UInt64 {
        let word = bigEndianWord(at: position &>> 3) &<< UInt64(truncatingIfNeeded: position & 7)
        return (word &>> 1) &>> UInt64(truncatingIfNeeded: 63 &- count)
    }
}

extension CoefficientBlock {
    /// Bit k is set where the coefficient of zigzag index k is not 0.
    @inline(always)
    fileprivate func nonzeroCoefficients(_ halves: Span<UInt64>) -> UInt64 {
        let values = values.span
        // In lane x bit y is set where the coefficient of column x and row y is not 0.
        var columns = SIMD8<Int16>.zero
        for y in 0..<8 {
            let row = values.row(y)
            // All ones where the number is not 0.
            let isThere = (row | (SIMD8<Int16>.zero &- row)) &>> 15
            columns |= isThere & SIMD8(repeating: 1 &<< Int16(truncatingIfNeeded: y))
        }
        let bits = columns.bytes
        var present: UInt64 = 0
        for half in 0..<16 {
            let rows = bits &>> UInt64(truncatingIfNeeded: half &* 4) & 15
            present |= halves[half &* 16 &+ Int(truncatingIfNeeded: rows)]
        }
        return present
    }
}

extension SIMD8<Int16> {
    /// The lower bytes of the lanes, in the order 0, 4, 1, 5, 2, 6, 3, 7.
    // Safety: both vectors are 16 bytes of plain integers.
    @inline(always)
    fileprivate var bytes: UInt64 {
        let words = unsafe unsafeBitCast(self, to: SIMD2<UInt64>.self)
        return words[0] | words[1] &<< 8
    }
}
