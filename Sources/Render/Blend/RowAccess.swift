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

    /// Copies the 16 pixels at `source` to `target`, both in bytes.
    @inline(always)
    mutating func copyTileRow(from source: Int, to target: Int) {
        store(load(SIMD64<UInt8>.self, at: source), at: target)
    }

    // Safety: `storeBytes` checks its bounds; the elements are bytes, for which any value will do.
    @inline(always)
    mutating func store<Vector: SIMD & BitwiseCopyable>(_ vector: Vector, at offset: Int) {
        var bytes = unsafe mutableBytes
        bytes.storeBytes(of: vector, toByteOffset: offset, as: Vector.self)
    }
}
