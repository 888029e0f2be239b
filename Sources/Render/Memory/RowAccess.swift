// Loads and stores of several bytes at once, at any alignment; the only ones in the module.

extension Span where Element == UInt8 {
    // Safety: `unsafeLoadUnaligned` checks its bounds; every bit pattern is a value of a vector of integers.
    @inline(always)
    func load<Vector: SIMD & BitwiseCopyable>(_ type: Vector.Type, at offset: Int) -> Vector {
        unsafe bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: Vector.self)
    }

    // Safety: as above; every bit pattern is an integer.
    /// Eight bytes, the first one uppermost.
    @inline(always)
    func bigEndianWord(at offset: Int) -> UInt64 {
        unsafe bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self).bigEndian
    }

    // Safety: as above.
    /// Four bytes, the first one lowest.
    @inline(always)
    func littleEndianWord(at offset: Int) -> UInt32 {
        unsafe bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt32.self).littleEndian
    }
}

extension Span where Element == Int16 {
    // Safety: as above.
    /// Four elements, the first one lowest.
    @inline(always)
    func littleEndianWord(at index: Int) -> UInt64 {
        unsafe bytes.unsafeLoadUnaligned(fromByteOffset: index &* 2, as: UInt64.self).littleEndian
    }
}

extension Span where Element == Int16 {
    // Safety: as above.
    /// Eight elements.
    @inline(always)
    func row(_ number: Int) -> SIMD8<Int16> {
        unsafe bytes.unsafeLoadUnaligned(fromByteOffset: number &* 16, as: SIMD8<Int16>.self)
    }
}

extension MutableSpan where Element == UInt8 {
    // Safety: as above.
    @inline(always)
    func load<Vector: SIMD & BitwiseCopyable>(_ type: Vector.Type, at offset: Int) -> Vector {
        unsafe bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: Vector.self)
    }

    // Safety: `storeBytes` checks its bounds; the elements are bytes, for which any value will do.
    @inline(always)
    mutating func store<Vector: SIMD & BitwiseCopyable>(_ vector: Vector, at offset: Int) {
        var bytes = unsafe mutableBytes
        bytes.storeBytes(of: vector, toByteOffset: offset, as: Vector.self)
    }

    // Safety: as above.
    /// Eight bytes, the first one uppermost.
    @inline(always)
    mutating func store(bigEndianWord word: UInt64, at offset: Int) {
        var bytes = unsafe mutableBytes
        bytes.storeBytes(of: word.bigEndian, toByteOffset: offset, as: UInt64.self)
    }
}
