/// What the cryptographic library can refuse.
package enum DigestError: Error {
    /// MD5 is switched off: libcrypto runs in FIPS mode.
    case md5Refused
    /// The system has no randomness to give.
    case noRandomness
}
