import CDeflate

/// Compresses answers (RFC 1952).
enum Gzip {
    /// Of libdeflate, 0…12: quick, and within a few percent of its best on JSON.
    private static let level: CInt = 4

    /// `nil` where there is no memory for it.
    static func compress(_ bytes: [UInt8]) -> [UInt8]? {
        guard let compressor = unsafe libdeflate_alloc_compressor(level) else { return nil }
        defer { unsafe libdeflate_free_compressor(compressor) }
        let bound = unsafe libdeflate_gzip_compress_bound(compressor, bytes.count)
        // Safety: C writes at most `bound` bytes, reads `bytes.count`, and keeps no pointer.
        let packed = unsafe [UInt8](unsafeUninitializedCapacity: bound) { buffer, count in
            count = unsafe libdeflate_gzip_compress(compressor, bytes, bytes.count, buffer.baseAddress, bound)
        }
        return packed.isEmpty ? nil : packed
    }
}
