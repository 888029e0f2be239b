/// A SHA-256 digest that takes its bytes piece by piece.
package struct SHA256Hasher: ~Copyable {
    private var context: LibCrypto.Context

    package init() {
        guard let context = LibCrypto.Context(.sha256) else {
            preconditionFailure("libcrypto has SHA-256 in every configuration")
        }
        self.context = context
    }

    package mutating func update(_ bytes: Span<UInt8>) {
        context.update(bytes)
    }

    package mutating func update(_ bytes: [UInt8]) {
        context.update(bytes.span)
    }

    /// The digest of all bytes so far; ends this hasher.
    package consuming func finalize() -> SHA256Digest {
        SHA256Digest(bytes: context.finalize())
    }
}
