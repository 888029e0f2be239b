import Foundation

/// What the head of an answer to GET says about the bytes that follow.
struct S3BodyPart {
    /// Where they lie in the object.
    let start: Int
    /// Of the whole object.
    let info: ObjectInfo
    /// Whether the ETag is the MD5 of the object's bytes.
    let isETagMD5: Bool

    /// Throws where the head lacks the size. Some stores answer to ranges with 200, so that the headers count, not the status.
    init(_ response: HTTPResponse, key: ObjectKey) throws(S3Failure) {
        let range = response.headers["Content-Range"].flatMap(ContentRange.init)
        guard let size = range?.size ?? response.headers["Content-Length"].flatMap(Int.init), size >= 0 else {
            throw .malformedAnswer(detail: "the store does not say how large the object is")
        }
        start = range?.start ?? 0
        info = ObjectInfo(key, response, size: size)
        isETagMD5 = response.hasMD5ForETag
    }
}

/// `bytes 0-9/100`.
private struct ContentRange {
    let start: Int
    let size: Int

    init?(_ text: String) {
        let words = text.split(whereSeparator: { " -/".contains($0) })
        guard words.count == 4, words[0] == "bytes", let start = Int(words[1]), let size = Int(words[3]) else {
            return nil
        }
        self.start = start
        self.size = size
    }
}

extension ObjectInfo {
    /// What an answer's headers say of an object.
    init(_ key: ObjectKey, _ response: HTTPResponse, size: Int? = nil) {
        self.init(
            key: key,
            size: size ?? response.headers["Content-Length"].flatMap(Int.init) ?? 0,
            etag: response.etag ?? "",
            contentType: response.headers["Content-Type"] ?? "application/octet-stream",
            lastModified: response.headers["Last-Modified"].flatMap(HTTPDate.date) ?? Date(timeIntervalSince1970: 0)
        )
    }
}

extension HTTPResponse {
    /// Without quotes and without the mark of a weak one.
    var etag: String? {
        headers["ETag"].map { $0.replacing("W/", with: "").filter { $0 != "\"" } }
    }

    /// An ETag is an MD5 where it looks like one, unless the store encrypts with keys of its own or of the caller, or has
    /// compressed the object.
    var hasMD5ForETag: Bool {
        guard let etag, etag.utf8.count == 32, [UInt8](hex: etag) != nil else { return false }
        let encryption = headers["x-amz-server-side-encryption"] ?? ""
        let storedCoding = headers["x-goog-stored-content-encoding"] ?? "identity"
        return !encryption.hasPrefix("aws:kms") && storedCoding == "identity"
            && headers["x-amz-server-side-encryption-customer-algorithm"] == nil
    }
}
