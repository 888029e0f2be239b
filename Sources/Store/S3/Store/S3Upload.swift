import Foundation

/// One object that is put with one request, which may be sent several times.
struct S3Upload {
    let request: S3Request
    let isCreateOnly: Bool
    /// As the store's answer names it.
    private let digest: (header: String, value: String)
    /// Whether an attempt whose answer was lost, or was none, may have stored the object.
    private(set) var mayBeStored = false

    /// Of one value, in bytes; S3 takes 2 KB of all.
    private static let longestMetadata = 256

    /// `condition` is the header with which it creates an object and never replaces one. The body is hashed once more than signing does, unless
    /// `provider` takes that digest.
    init(
        _ key: ObjectKey,
        _ bytes: [UInt8],
        contentType: String,
        metadata: [String: String],
        to provider: S3Provider,
        _ condition: (name: String, value: String)?
    ) throws(ObjectStoreError) {
        isCreateOnly = condition != nil
        var request = S3Request(.put, key: key.text).with(body: bytes)
        request.headers.add("Content-Type", contentType)
        for (name, value) in metadata.sorted(by: { $0.key < $1.key }) {
            let text = value.percentEncoded(keeping: "/:=&,#").prefix(Self.longestMetadata)
            request.headers.add("x-amz-meta-\(name)", String(text))
        }
        // The store refuses what does not arrive as it was sent.
        if provider.keepsSHA256 {
            digest = ("x-amz-checksum-sha256", Data([UInt8](hex: request.payloadDigest) ?? []).base64EncodedString())
            request.headers.add((digest.header, digest.value))
        } else {
            let md5 = try MD5Digest.of(object: bytes)
            digest = ("ETag", md5.hex)
            request.headers.add("Content-MD5", Data(md5.bytes).base64EncodedString())
        }
        if let condition { request.headers.add(condition) }
        self.request = request
    }

    /// Takes the answer of success. Throws where it names the digest of something else; false where it names none.
    mutating func isVerified(by response: HTTPResponse) throws(S3Failure) -> Bool {
        mayBeStored = true
        let told =
            digest.header == "ETag" ? response.hasMD5ForETag ? response.etag : nil : response.headers[digest.header]
        if let told, told != digest.value { throw .corrupted }
        return response.etag != nil
    }

    /// Whether an object of that ETag has these bytes, as far as that tells.
    func made(_ etag: String) -> Bool { (try? MD5Digest(of: request.body).hex) == etag }

    /// Remembers an attempt that failed.
    mutating func note(_ failure: S3Failure) {
        mayBeStored = mayBeStored || failure.mayBeDone
    }
}

extension S3ObjectStore {
    /// Puts an object with one request, and makes sure that the store has what was sent.
    @concurrent
    func upload(
        _ key: ObjectKey,
        _ bytes: [UInt8],
        contentType: String,
        metadata: [String: String] = [:],
        mode: PutMode
    ) async throws(ObjectStoreError) -> PutOutcome {
        if try await isTaken(key, mode: mode) { return .existed }
        let condition = mode.isCreateOnly && client.knowsConditions ? client.settings.provider.createOnlyHeader : nil
        let kept = client.settings.provider.keepsMetadata ? metadata : [:]
        var upload = try S3Upload(
            key,
            bytes,
            contentType: contentType,
            metadata: kept,
            to: client.settings.provider,
            condition
        )
        var attempts = S3Attempts(client)
        while true {
            do throws(S3Failure) {
                let response = try await client.attempt(upload.request, &attempts)
                if try !upload.isVerified(by: response) { try await confirm(key, size: bytes.count) }
                return .created
            } catch {
                if upload.isCreateOnly, error.saysUnknownCondition {
                    client.learnConditionsAreUnknown()
                    return try await self.upload(key, bytes, contentType: contentType, metadata: metadata, mode: mode)
                }
                if upload.isCreateOnly, error.isPreconditionFailure {
                    return try await isOurs(upload, at: key) ? .created : .existed
                }
                upload.note(error)
                do throws(S3Failure) {
                    try await withdrawDamaged(upload, at: key, after: error)
                    try await attempts.recover(from: error)
                } catch let final {
                    throw failure(final, at: key)
                }
            }
        }
    }

    /// Whether an object stands in the way of one that may only be created, where the store itself may not look.
    func isTaken(_ key: ObjectKey, mode: PutMode) async throws(ObjectStoreError) -> Bool {
        switch mode {
        case .overwrite: return false
        case .createOnly where client.settings.provider.isCreateOnlyReliable && client.knowsConditions: return false
        case .createUnseen where client.knowsConditions: return false
        case .createOnly, .createUnseen: break
        }
        do throws(ObjectStoreError) {
            return try await head(key) != nil
        } catch {
            // Where listing is not permitted, this is also the answer for an object that is not there.
            guard mode == .createUnseen, error.isAccessDenial else { throw error }
            return false
        }
    }

    /// Throws unless the store has an object of `size` bytes there.
    func confirm(_ key: ObjectKey, size: Int) async throws(S3Failure) {
        let info = try await info(of: key)
        guard info.size == size else { throw .corrupted }
    }

    /// Whether the object that is in the way was put there by an attempt whose answer was lost.
    private func isOurs(_ upload: S3Upload, at key: ObjectKey) async throws(ObjectStoreError) -> Bool {
        guard upload.mayBeStored else { return false }
        return try await head(key).map { upload.made($0.etag) } ?? false
    }

    /// Removes what was created with other bytes than were sent, and could not be replaced by another attempt.
    private func withdrawDamaged(
        _ upload: S3Upload,
        at key: ObjectKey,
        after failure: S3Failure
    ) async throws(S3Failure) {
        guard upload.isCreateOnly, case .corrupted = failure else { return }
        _ = try? await client.send(S3Request(.delete, key: key.text))
        throw failure
    }
}

extension HTTPHeaders {
    mutating func add(_ header: (name: String, value: String)) { add(header.name, header.value) }
}
