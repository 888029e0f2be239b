/// The name of an object in its bucket: segments between slashes, the same in a folder and in S3.
///
/// Two keys are equal where their UTF-8 bytes are, and ordered by them; `String` would hold different spellings of one
/// text to be equal.
package struct ObjectKey: Sendable {
    package let text: String

    /// Throws `.invalidKey` unless `text` has 1…1024 UTF-8 bytes; no empty, `.` or `..` segment; and no backslash or
    /// control character.
    package init(_ text: String) throws(ObjectStoreError) {
        if let reason = Self.fault(in: text) { throw .invalidKey(text, reason: reason) }
        self.text = text
    }

    /// The parts between the slashes; at least one.
    package var segments: [String] { Self.segments(of: text) }

    /// The last segment's characters after its last dot, in lower case; empty where it has none.
    package var pathExtension: String {
        let parts = segments.last?.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false) ?? []
        guard parts.count > 1, let last = parts.last else { return "" }
        return String(decoding: last, as: UTF8.self).lowercased()
    }

    private static func fault(in text: String) -> String? {
        if text.isEmpty { return "it is empty" }
        if text.utf8.count > 1024 { return "it is longer than 1024 bytes" }
        if text.unicodeScalars.contains(where: { $0.value < 0x20 || 0x7f...0x9f ~= $0.value }) {
            return "it has a control character"
        }
        if text.utf8.contains(UInt8(ascii: "\\")) { return "it has a backslash" }
        let segments = segments(of: text)
        if segments.contains("") { return "it has an empty segment" }
        if segments.contains(".") || segments.contains("..") { return "it has a segment of dots" }
        return nil
    }

    /// Splits bytes, not characters: a slash before a combining mark is a slash to the file system.
    private static func segments(of text: String) -> [String] {
        text.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
            .map { String(decoding: $0, as: UTF8.self) }
    }
}

extension ObjectKey: Comparable, Hashable {
    package static func == (first: ObjectKey, second: ObjectKey) -> Bool {
        first.text.utf8.elementsEqual(second.text.utf8)
    }

    package static func < (first: ObjectKey, second: ObjectKey) -> Bool {
        first.text.utf8.lexicographicallyPrecedes(second.text.utf8)
    }

    package func hash(into hasher: inout Hasher) {
        var text = text
        // Safety: the hasher reads the buffer during the call only.
        text.withUTF8 { unsafe hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
    }
}

extension ObjectKey: CustomStringConvertible {
    package var description: String { text }
}

/// Content types of the pipeline's objects.
package enum ContentType {
    /// The content type that the key's extension stands for; `application/octet-stream` for an unknown one.
    package static func of(_ key: ObjectKey) -> String { of(fileEnding: key.pathExtension) }

    /// As above, for an extension in lower case, without its dot.
    package static func of(fileEnding: String) -> String {
        switch fileEnding {
        case "jpg", "jpeg": "image/jpeg"
        case "png": "image/png"
        case "json": "application/json"
        case "ndjson": "application/x-ndjson"
        case "mp4", "m4v": "video/mp4"
        case "mov": "video/quicktime"
        case "mkv": "video/x-matroska"
        case "webm": "video/webm"
        case "avi": "video/x-msvideo"
        default: "application/octet-stream"
        }
    }
}
