import CCrypto

/// The functions of OpenSSL's libcrypto that this module uses; the only file that imports it.
enum LibCrypto {
    enum Algorithm {
        case sha256
        case md5
    }

    /// HMAC-SHA256 (RFC 2104) of `message` under `key`; 32 bytes.
    static func hmacSHA256(key: [UInt8], message: [UInt8]) -> [UInt8] {
        precondition(key.count <= Int(Int32.max), "an HMAC key is shorter than 2 GiB")
        var code = [UInt8](repeating: 0, count: 32)
        // Safety: `code` has room for the 32 bytes of a SHA-256 code; the other two are read within their counts.
        let result = unsafe HMAC(EVP_sha256(), key, Int32(key.count), message, message.count, &code, nil)
        unsafe precondition(result != nil, "libcrypto could not compute HMAC-SHA256")
        return code
    }

    /// Whether both hold the same bytes, in a time that depends on their lengths only.
    static func isEqual(_ first: [UInt8], _ second: [UInt8]) -> Bool {
        guard first.count == second.count else { return false }
        // Safety: both arrays have `first.count` bytes.
        return unsafe CRYPTO_memcmp(first, second, first.count) == 0
    }

    /// `count` bytes that nobody can predict; `nil` where the system has no randomness to give.
    static func randomBytes(_ count: Int32) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: Int(count))
        // Safety: `bytes` has room for `count` bytes.
        return unsafe RAND_bytes(&bytes, count) == 1 ? bytes : nil
    }

    /// A digest under way.
    // Safety: the pointer is made by the initialiser, never leaves this type, and is freed once, by `deinit`.
    @safe struct Context: ~Copyable {
        private let pointer: OpaquePointer

        /// `nil` where libcrypto refuses the algorithm, as it does MD5 in FIPS mode.
        init?(_ algorithm: Algorithm) {
            guard let context = unsafe EVP_MD_CTX_new() else { return nil }
            let type = unsafe algorithm == .sha256 ? EVP_sha256() : EVP_md5()
            guard unsafe EVP_DigestInit_ex(context, type, nil) == 1 else {
                unsafe EVP_MD_CTX_free(context)
                return nil
            }
            unsafe pointer = context
        }

        deinit {
            unsafe EVP_MD_CTX_free(pointer)
        }

        mutating func update(_ bytes: Span<UInt8>) {
            // Safety: libcrypto reads the span's own bytes during the call only.
            let status = unsafe bytes.withUnsafeBytes { unsafe EVP_DigestUpdate(pointer, $0.baseAddress, $0.count) }
            precondition(status == 1, "libcrypto could not go on with a digest")
        }

        consuming func finalize() -> [UInt8] {
            var length: UInt32 = 0
            var digest = [UInt8](repeating: 0, count: Int(EVP_MAX_MD_SIZE))
            // Safety: `digest` has room for libcrypto's longest digest.
            let status = unsafe EVP_DigestFinal_ex(pointer, &digest, &length)
            precondition(status == 1, "libcrypto could not finish a digest")
            return [UInt8](digest.prefix(Int(length)))
        }
    }
}

/// libcrypto in this process.
package enum CryptographicLibrary {
    /// Leaves libcrypto's memory to the system when the process ends. To be called before anything else uses libcrypto.
    ///
    /// `exit` has libcrypto clean up, and that walks over what each thread has left with it without a lock: a thread of a store
    /// that ends at the same moment frees it underway, and the program, its work done, ends with SIGSEGV.
    package static func keepUntilExit() {
        OPENSSL_init_crypto(UInt64(OPENSSL_INIT_NO_ATEXIT), nil)
    }
}

/// Bytes for secrets, from libcrypto's generator.
package enum RandomBytes {
    /// `count` bytes that nobody can predict. Throws `.noRandomness`.
    package static func make(_ count: Int32) throws(DigestError) -> [UInt8] {
        guard let bytes = LibCrypto.randomBytes(count) else { throw .noRandomness }
        return bytes
    }
}

/// What the cryptographic library can refuse.
package enum DigestError: Error {
    /// MD5 is switched off: libcrypto runs in FIPS mode.
    case md5Refused
    /// The system has no randomness to give.
    case noRandomness
}
