/// The ETags of stores that make their own: what S3 gives an object stored by one plain PUT.
extension MD5Digest {
    static func etag(of bytes: [UInt8]) throws(ObjectStoreError) -> String {
        try of(object: bytes).hex
    }

    /// The digest of an object's bytes, as it is compared with the ETag that a store answers.
    static func of(object bytes: [UInt8]) throws(ObjectStoreError) -> MD5Digest {
        var hasher = try etagHasher()
        hasher.update(bytes.span)
        return hasher.finalize()
    }

    /// Takes an object's bytes piece by piece; the digest's hexadecimal digits are its ETag.
    static func etagHasher() throws(ObjectStoreError) -> MD5Hasher {
        do throws(DigestError) {
            return try MD5Hasher()
        } catch {
            throw ObjectStoreError(error)
        }
    }
}

extension ObjectStoreError {
    init(_ error: DigestError) {
        switch error {
        case .md5Refused: self = .unavailable(detail: "libcrypto refuses MD5 (FIPS mode), which ETags are made of")
        case .noRandomness: self = .unavailable(detail: "the system has no randomness to give")
        }
    }
}
