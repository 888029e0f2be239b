import Foundation

/// One upload of a file in parts.
/// https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html
struct S3MultipartUpload: Sendable {
    /// A part that the store has.
    struct Part: Sendable {
        /// From 1 on.
        let number: Int
        let etag: String
        let digest: MD5Digest
    }

    private static let partLimit = 10_000
    private static let partsAtOnce = 4
    /// How long an upload that failed is held up for its parts to be freed, in seconds.
    private static let abortSeconds = 5.0

    private let client: S3Client
    private let key: ObjectKey
    private let file: SourceFile
    /// All parts but the last have this size; R2 insists.
    private let partBytes: Int

    init(_ client: S3Client, key: ObjectKey, file: SourceFile) {
        self.client = client
        self.key = key
        self.file = file
        partBytes = max(client.settings.partBytes, (file.size + Self.partLimit - 1) / Self.partLimit)
    }

    /// Returns the upload's id.
    func begin(contentType: String) async throws(S3Failure) -> String {
        var request = S3Request(.post, key: key.text, query: [S3QueryItem("uploads", nil)])
        request.headers.add("Content-Type", contentType)
        let fields = XMLFields(try await client.send(request).body)
        // Rclone has a name of its own for the answer.
        let named = fields["InitiateMultipartUploadResult/UploadId"] ?? fields["InitiateMultipartUpload/UploadId"]
        guard let id = named, !id.isEmpty else {
            throw .malformedAnswer(detail: "the store began no multipart upload")
        }
        return id
    }

    /// Sends all parts; the parts in order.
    func sendParts(of id: String) async throws(S3Failure) -> [Part] {
        let count = (file.size + partBytes - 1) / partBytes
        let result = await withTaskGroup(of: Result<Part, S3Failure>.self) { group in
            var parts: [Part] = []
            var next = 1
            while parts.count < count {
                while next <= count, next - parts.count <= Self.partsAtOnce {
                    let number = next
                    group.addTask { await sent(number, of: id) }
                    next += 1
                }
                switch await group.next() {
                case .success(let part): parts.append(part)
                case .failure(let failure):
                    group.cancelAll()
                    return Result<[Part], S3Failure>.failure(failure)
                case nil: break
                }
            }
            return .success(parts.sorted { $0.number < $1.number })
        }
        return try result.get()
    }

    /// Makes the object of the parts. The answer may be 200 and say that it failed.
    func complete(_ id: String, _ parts: [Part], isCreateOnly: Bool) async throws(S3Failure) {
        let request = completion(id, parts, isCreateOnly: isCreateOnly)
        var attempts = S3Attempts(client)
        var mayBeDone = false
        while true {
            do throws(S3Failure) {
                _ = try await client.attempt(request, &attempts)
                return
            } catch {
                // The store knows the upload no more once it is complete.
                let isObsolete = error.isPreconditionFailure || error.isUnknownUpload
                if mayBeDone, isObsolete, try await isStored(parts) { return }
                mayBeDone = mayBeDone || error.mayBeDone
                try await attempts.recover(from: error)
            }
        }
    }

    /// Frees the parts; also for a task that is cancelled.
    func abort(_ id: String) async {
        let request = S3Request(.delete, key: key.text, query: [S3QueryItem("uploadId", id)])
        let seconds = min(Self.abortSeconds, client.settings.deadlineSeconds)
        _ = await Task { [client] in try? await client.send(request, within: seconds) }.value
    }

    private func completion(_ id: String, _ parts: [Part], isCreateOnly: Bool) -> S3Request {
        let list = parts.map { "<Part><PartNumber>\($0.number)</PartNumber><ETag>&quot;\($0.etag)&quot;</ETag></Part>" }
        let xml = "<CompleteMultipartUpload>\(list.joined())</CompleteMultipartUpload>"
        var request = S3Request(.post, key: key.text, query: [S3QueryItem("uploadId", id)]).with(body: Array(xml.utf8))
        request.headers.add("Content-Type", "application/xml")
        request.isSlow = true
        if isCreateOnly { request.headers.add(client.settings.provider.createOnlyHeader) }
        return request
    }

    /// Whether the object is the one that `parts` make: its ETag is the MD5 of theirs, and their number.
    private func isStored(_ parts: [Part]) async throws(S3Failure) -> Bool {
        let response = try await client.send(S3Request(.head, key: key.text))
        guard let digest = try? MD5Digest(of: parts.flatMap(\.digest.bytes)) else { return false }
        return response.etag == "\(digest.hex)-\(parts.count)"
    }

    @concurrent
    private func sent(_ number: Int, of id: String) async -> Result<Part, S3Failure> {
        do throws(S3Failure) {
            return .success(try await send(number, of: id))
        } catch {
            return .failure(error)
        }
    }

    private func send(_ number: Int, of id: String) async throws(S3Failure) -> Part {
        let start = (number - 1) * partBytes
        let (bytes, digest): ([UInt8], MD5Digest)
        do throws(ObjectStoreError) {
            bytes = try await file.bytes(in: start..<min(start + partBytes, file.size))
            digest = try MD5Digest.of(object: bytes)
        } catch {
            throw .file(error)
        }
        let query = [S3QueryItem("partNumber", String(number)), S3QueryItem("uploadId", id)]
        var request = S3Request(.put, key: key.text, query: query).with(body: bytes)
        request.headers.add("Content-MD5", Data(digest.bytes).base64EncodedString())
        let response = try await client.send(request)
        guard let etag = response.etag else { throw .malformedAnswer(detail: "the store named no ETag of a part") }
        if response.hasMD5ForETag, etag != digest.hex { throw .corrupted }
        return Part(number: number, etag: etag, digest: digest)
    }
}

extension S3Failure {
    fileprivate var isUnknownUpload: Bool {
        if case .refused(let answer) = self { answer.code == "NoSuchUpload" } else { false }
    }
}

/// Uploads of files that are too large for one request.
extension S3ObjectStore {
    /// Uploads `file` in parts, a few at a time; an upload that fails leaves no parts behind, as far as the store can be
    /// reached.
    func uploadInParts(
        _ key: ObjectKey,
        _ file: SourceFile,
        contentType: String,
        mode: PutMode
    ) async throws(ObjectStoreError) -> PutOutcome {
        // Google cannot complete an upload under a condition.
        let isConditional = client.settings.provider != .google && client.knowsConditions
        if mode.isCreateOnly, !isConditional, try await head(key) != nil { return .existed }
        if try await isTaken(key, mode: mode) { return .existed }
        let upload = S3MultipartUpload(client, key: key, file: file)
        do throws(S3Failure) {
            let id = try await upload.begin(contentType: contentType)
            do throws(S3Failure) {
                let parts = try await upload.sendParts(of: id)
                try await upload.complete(id, parts, isCreateOnly: mode.isCreateOnly && isConditional)
                try await confirm(key, size: file.size)
                return .created
            } catch {
                await upload.abort(id)
                if mode.isCreateOnly, error.isPreconditionFailure { return .existed }
                throw error
            }
        } catch {
            if mode.isCreateOnly, isConditional, error.saysUnknownCondition {
                client.learnConditionsAreUnknown()
                return try await uploadInParts(key, file, contentType: contentType, mode: mode)
            }
            throw failure(error, at: key)
        }
    }
}
