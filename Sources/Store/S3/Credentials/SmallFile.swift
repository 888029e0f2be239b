import Foundation

/// Reads the small files that credentials lie in. Blocks.
enum SmallFile {
    /// No file of credentials is nearly as large, in bytes.
    static let byteLimit = 1 << 20

    /// The text of a file; `nil` where there is none. Throws `.unreadableFile`.
    static func text(at path: String) throws(CredentialsError) -> String? {
        let bytes: [UInt8]
        do throws(SystemCallError) {
            guard let file = try OpenFile.existing(at: path) else { return nil }
            bytes = try file.read(0..<byteLimit + 1)
        } catch {
            // The home of a user without one may be /dev/null.
            if error.code == ENOTDIR { return nil }
            // Safety: the system's text of an error is a C string that stays.
            throw .unreadableFile(path, reason: unsafe String(cString: strerror(error.code)))
        }
        guard bytes.count <= byteLimit else {
            throw .unreadableFile(path, reason: "it is larger than \(byteLimit) bytes")
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw .unreadableFile(path, reason: "it is not UTF-8")
        }
        return text
    }

    /// The token that a file holds, without white space around it. Throws `.unreadableFile`.
    static func token(at path: String) throws(CredentialsError) -> String {
        guard let text = try text(at: path) else { throw .unreadableFile(path, reason: "there is no such file") }
        let token = text.trimmingCharacters(in: .whitespacesAndNewlines)
        guard token.isHeaderText else {
            throw .unreadableFile(path, reason: "it is empty or holds something else than ASCII text")
        }
        return token
    }
}

/// What the texts of credentials have to be.
extension String {
    /// Whether there is something and all of it is visible ASCII, so that it fits into a header as it is.
    var isVisibleASCII: Bool {
        !isEmpty && utf8.allSatisfy { 0x21...0x7E ~= $0 }
    }

    /// As above, with spaces inside: the value of a header.
    var isHeaderText: Bool {
        !isEmpty && utf8.allSatisfy { 0x20...0x7E ~= $0 }
    }
}
