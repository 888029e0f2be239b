// Vector loads and stores on rows of bytes, at any alignment; the only ones in the module.

extension Span where Element == UInt8 {
    // Safety: `unsafeLoadUnaligned` checks its bounds; every bit pattern is a value of a vector of integers.
    @inline(always)
    func load<Vector: SIMD & BitwiseCopyable>(_ type: Vector.Type, at offset: Int) -> Vector {
        unsafe bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: Vector.self)
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
}
