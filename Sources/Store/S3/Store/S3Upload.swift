import Foundation

/// One object that is put with one request, which may be sent several times.
struct S3Upload {
    let request: S3Request
    let digest: MD5Digest
    let isCreateOnly: Bool
    /// Whether an attempt whose answer was lost, or was none, may have stored the object.
    private(set) var mayBeStored = false

    /// `condition` is the header with which it creates an object and never replaces one.
    init(
        _ key: ObjectKey,
        _ bytes: [UInt8],
        contentType: String,
        _ condition: (name: String, value: String)?
    ) throws(ObjectStoreError) {
        digest = try MD5Digest.of(object: bytes)
        isCreateOnly = condition != nil
        var request = S3Request(.put, key: key.text).with(body: bytes)
        request.headers.add("Content-Type", contentType)
        // The store refuses what does not arrive as it was sent.
        request.headers.add("Content-MD5", Data(digest.bytes).base64EncodedString())
        if let condition { request.headers.add(condition) }
        self.request = request
    }

    /// Takes the answer of success. Throws where it names the digest of something else; false where it names none.
    mutating func isVerified(by response: HTTPResponse) throws(S3Failure) -> Bool {
        mayBeStored = true
        if response.hasMD5ForETag, response.etag != digest.hex { throw .corrupted }
        return response.etag != nil
    }

    /// Remembers an attempt that failed.
    mutating func note(_ failure: S3Failure) {
        mayBeStored = mayBeStored || failure.mayBeDone
    }
}
