/// The bytes of a font file, which stay where they are as long as this object lives.
// Safety: the memory is allocated and freed here alone, and never changes in between.
@safe final class FontBytes {
    let buffer: UnsafeRawBufferPointer

    init(_ bytes: [UInt8]) {
        let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes.count, alignment: 16)
        unsafe copy.copyBytes(from: bytes)
        unsafe buffer = UnsafeRawBufferPointer(copy)
    }

    deinit { unsafe buffer.deallocate() }
}
