import CDeflate

/// Takes apart again what was compressed with DEFLATE.
package enum Inflate {
    /// What a gzip file (RFC 1952) of one member holds; `nil` where it is damaged, or holds more than `limit` bytes.
    package static func gzip(_ bytes: [UInt8], limit: Int) -> [UInt8]? {
        unsafe inflated(bytes, limit: limit) { decompressor, output, capacity, count in
            unsafe libdeflate_gzip_decompress(decompressor, bytes, bytes.count, output, capacity, &count)
        }
    }

    /// What a zlib stream (RFC 1950) holds, likewise.
    package static func zlib(_ bytes: [UInt8], limit: Int) -> [UInt8]? {
        unsafe inflated(bytes, limit: limit) { decompressor, output, capacity, count in
            unsafe libdeflate_zlib_decompress(decompressor, bytes, bytes.count, output, capacity, &count)
        }
    }

    /// How many bytes are expected of one at first.
    private static let usualRatio = 8

    private static func inflated(
        _ bytes: [UInt8],
        limit: Int,
        _ inflate: (OpaquePointer, UnsafeMutableRawPointer?, _ capacity: Int, _ count: inout Int) -> libdeflate_result
    ) -> [UInt8]? {
        guard let decompressor = unsafe libdeflate_alloc_decompressor() else { return nil }
        defer { unsafe libdeflate_free_decompressor(decompressor) }
        var capacity = min(max(bytes.count, 1 << 10) * usualRatio, limit)
        while true {
            var result = LIBDEFLATE_BAD_DATA
            // Safety: C writes at most `capacity` bytes, reads `bytes.count`, and keeps no pointer.
            let output = unsafe [UInt8](unsafeUninitializedCapacity: capacity) { buffer, count in
                result = unsafe inflate(decompressor, buffer.baseAddress, capacity, &count)
                if result != LIBDEFLATE_SUCCESS { count = 0 }
            }
            if result == LIBDEFLATE_SUCCESS { return output }
            guard result == LIBDEFLATE_INSUFFICIENT_SPACE, capacity < limit else { return nil }
            capacity = min(capacity * 4, limit)
        }
    }
}

/// Compresses with DEFLATE.
package enum Deflate {
    /// Of libdeflate, 0…12: quick, and within a few percent of its best on JSON.
    private static let level: CInt = 4

    /// A gzip file (RFC 1952) of one member; `nil` where there is no memory for it.
    package static func gzip(_ bytes: [UInt8]) -> [UInt8]? {
        unsafe deflated(bytes, libdeflate_gzip_compress_bound, libdeflate_gzip_compress)
    }

    /// A zlib stream (RFC 1950), likewise.
    package static func zlib(_ bytes: [UInt8]) -> [UInt8]? {
        unsafe deflated(bytes, libdeflate_zlib_compress_bound, libdeflate_zlib_compress)
    }

    private static func deflated(
        _ bytes: [UInt8],
        _ bound: (OpaquePointer?, Int) -> Int,
        _ deflate: (OpaquePointer?, UnsafeRawPointer?, Int, UnsafeMutableRawPointer?, Int) -> Int
    ) -> [UInt8]? {
        guard let compressor = unsafe libdeflate_alloc_compressor(level) else { return nil }
        defer { unsafe libdeflate_free_compressor(compressor) }
        let capacity = unsafe bound(compressor, bytes.count)
        // Safety: C writes at most `capacity` bytes, reads `bytes.count`, and keeps no pointer.
        let packed = unsafe [UInt8](unsafeUninitializedCapacity: capacity) { buffer, count in
            count = unsafe deflate(compressor, bytes, bytes.count, buffer.baseAddress, capacity)
        }
        return packed.isEmpty ? nil : packed
    }
}

/// The checksum of gzip and PNG (RFC 1952, section 8).
package enum CRC32 {
    package static func checksum(of bytes: ArraySlice<UInt8>) -> UInt32 {
        // Safety: C reads the slice's bytes, and keeps no pointer.
        unsafe bytes.withUnsafeBytes { unsafe libdeflate_crc32(0, $0.baseAddress, $0.count) }
    }
}
