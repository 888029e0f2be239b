import Foundation

/// The key that signs the URLs of embedded stores: 32 random bytes.
package struct ObjectURLSecret: Sendable, CustomStringConvertible {
    private static let byteCount = 32

    private let bytes: [UInt8]

    /// A secret of its own, for as long as the process lives. Throws `.unavailable`.
    package static func random() throws(ObjectStoreError) -> ObjectURLSecret {
        do throws(DigestError) {
            return ObjectURLSecret(bytes: try RandomBytes.make(Int32(byteCount)))
        } catch {
            throw ObjectStoreError(error)
        }
    }

    /// The secret in the file at `path`, made there (for its owner only) where there is none, so that URLs outlive the
    /// process. Processes that do this at once get the same secret. Blocks; meant for the start.
    package static func load(from path: String) throws(ObjectStoreError) -> ObjectURLSecret {
        if let secret = try existing(at: path) { return secret }
        let fresh = try random()
        do throws(SystemCallError) {
            try fresh.save(at: path)
        } catch {
            throw ObjectStoreError(error, at: path)
        }
        guard let secret = try existing(at: path) else {
            throw .unavailable(detail: "\(path) cannot be made: something that cannot be opened has its name")
        }
        return secret
    }

    /// Hides the bytes from logs.
    package var description: String { "ObjectURLSecret" }

    func authenticate(_ message: String) -> HMACSHA256 {
        HMACSHA256(key: bytes, message: message)
    }

    private static func existing(at path: String) throws(ObjectStoreError) -> ObjectURLSecret? {
        let bytes: [UInt8]
        do throws(SystemCallError) {
            guard let file = try OpenFile.existing(at: path) else { return nil }
            bytes = try file.read(0..<byteCount + 1)
        } catch {
            throw ObjectStoreError(error, at: path)
        }
        guard bytes.count == byteCount else {
            throw .unavailable(detail: "\(path) is no URL secret: it does not hold \(byteCount) bytes")
        }
        return ObjectURLSecret(bytes: bytes)
    }

    /// Puts the secret at `path`, whole and at once; leaves a file that is there by then.
    private func save(at path: String) throws(SystemCallError) {
        let url = URL(filePath: path)
        let folder = url.deletingLastPathComponent().path
        try Folder.make(at: folder)
        let temporary = try TemporaryFile(in: Folder(path: folder), permissions: 0o600) {
            (file) throws(SystemCallError) in try file.write(bytes)
        }
        do throws(SystemCallError) {
            try temporary.link(to: url.lastPathComponent, in: Folder(path: folder))
        } catch {
            if error.code != EEXIST { throw error }
        }
    }
}
