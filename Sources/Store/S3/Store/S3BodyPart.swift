import Detections
import Foundation

/// What an answer to GET says about the bytes that it brings.
struct S3BodyPart {
    /// Where they lie in the object.
    let start: Int
    /// How many bytes a GET of the whole object brings. A store that unpacks what it has stored brings others than those that it counts.
    let bodySize: Int
    /// Of the whole object.
    let info: ObjectInfo
    /// Of the whole object's bytes.
    let digests: S3Digests

    /// Throws where the size is not known: the head does not say it, and the body is not surely whole. `isWhole`: whether the answer came to its end.
    /// Some stores answer to ranges with 200, so that the headers count, not the status.
    init(_ response: HTTPResponse, key: ObjectKey, isWhole: Bool) throws(S3Failure) {
        let range = response.headers["Content-Range"].flatMap(ContentRange.init)
        guard let size = range?.size ?? response.contentLength ?? response.countedLength(isWhole: isWhole) else {
            throw .malformedAnswer(detail: "the store does not say how large the object is")
        }
        guard let info = ObjectInfo(key, response, size: response.storedLength ?? size) else {
            throw .malformedAnswer(detail: "the store does not say what the object is")
        }
        (start, bodySize, self.info) = (range?.start ?? 0, size, info)
        digests = S3Digests(response)
    }
}

/// What a store tells of an object's bytes, so that they can be known for what it holds.
struct S3Digests {
    private var crc32: UInt32?
    private var md5: String?

    init() {}

    init(_ response: HTTPResponse) {
        crc32 = response.crc32
        md5 = response.hasMD5ForETag ? response.etag : nil
    }

    /// False where `bytes` are not the object's. The checksum goes before the ETag, because it is told in a twentieth of the time; the ETag, where
    /// it is a digest, has the last word, because some stores go on telling the checksum of what lay there before.
    func allow(_ bytes: [UInt8]) -> Bool {
        if let crc32, CRC32.checksum(of: bytes[...]) == crc32 { return true }
        guard let md5, let digest = try? MD5Digest(of: bytes) else { return crc32 == nil }
        return digest.hex == md5
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
    /// What an answer's headers say of an object; `nil` where they do not say its size, and `size` does not either.
    init?(_ key: ObjectKey, _ response: HTTPResponse, size: Int? = nil) {
        guard let size = size ?? response.storedLength ?? response.contentLength else { return nil }
        self.init(
            key: key,
            size: size,
            etag: response.etag ?? "",
            contentType: response.headers["Content-Type"] ?? "application/octet-stream",
            contentEncoding: response.contentEncoding,
            lastModified: response.headers["Last-Modified"].flatMap(HTTPDate.date)
        )
    }
}

extension HTTPResponse {
    /// Without quotes and without the mark of a weak one.
    var etag: String? {
        headers["ETag"].map { $0.replacing("W/", with: "").filter { $0 != "\"" } }
    }

    /// Of the body, in bytes, as the head says.
    var contentLength: Int? {
        headers["Content-Length"].flatMap { Int($0) }.flatMap { $0 < 0 ? nil : $0 }
    }

    /// How many bytes the store keeps for an object that Google unpacks on its way.
    fileprivate var storedLength: Int? {
        let coding = headers["x-goog-stored-content-encoding"] ?? "identity"
        return coding == "identity" ? nil : headers["x-goog-stored-content-length"].flatMap { Int($0) }
    }

    /// The length of a body whose length no header says. It is whole where it came in chunks to the last one, or is what its ETag is of.
    fileprivate func countedLength(isWhole: Bool) -> Int? {
        guard isWhole, status == 200 else { return nil }
        let isChunked = headers["Transfer-Encoding"]?.lowercased().contains("chunked") ?? false
        let isOfETag = hasMD5ForETag && (try? MD5Digest(of: body).hex) == etag
        return isChunked || isOfETag ? body.count : nil
    }

    /// How the stored bytes are packed, where they are: not what only says how they were sent to the store.
    fileprivate var contentEncoding: String? {
        let codings = (headers["Content-Encoding"] ?? headers["x-goog-stored-content-encoding"] ?? "").split(
            separator: ","
        )
        .map { $0.trimmingCharacters(in: .whitespaces).lowercased() }
        .filter { !["", "identity", "aws-chunked"].contains($0) }
        return codings.isEmpty ? nil : codings.joined(separator: ", ")
    }

    /// The CRC-32 of the whole object, where the store has one: whoever put it there sent it along, as boto3 does.
    fileprivate var crc32: UInt32? {
        guard headers["x-amz-checksum-type"] != "COMPOSITE", let text = headers["x-amz-checksum-crc32"],
            let bytes = Data(base64Encoded: text), bytes.count == 4
        else { return nil }
        return bytes.reduce(0) { $0 << 8 | UInt32($1) }
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
