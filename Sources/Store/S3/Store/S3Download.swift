/// The bytes of one object, or of a range of it, as they arrive in one answer or, after a break, in several.
struct S3Download {
    private let key: ObjectKey
    /// What the caller asked for; may reach past the object's end.
    private let range: Range<Int>
    private let isWhole: Bool
    private let provider: S3Provider
    private let limit: Int
    private var info: ObjectInfo?
    /// Of the whole object as it is sent, in bytes.
    private var bodySize = 0
    private var digests = S3Digests()
    private var bytes: [UInt8] = []

    /// `range` is not empty and does not begin below 0.
    init(key: ObjectKey, range: Range<Int>, isWhole: Bool, limit: Int, provider: S3Provider) {
        self.provider = provider
        self.key = key
        self.range = range
        self.isWhole = isWhole
        self.limit = limit
    }

    /// Asks for what is missing, of the version that has begun to arrive.
    var request: S3Request {
        var request = S3Request(.get, key: key.text)
        request.mayAnswerWithError = false
        request.responseLimit = max(limit, 0)
        // Google unpacks what is stored packed, unless it is asked not to.
        if provider == .google { request.headers.add("Accept-Encoding", "gzip") }
        if isWhole, provider.tellsChecksums { request.headers.add("x-amz-checksum-mode", "ENABLED") }
        if let info { request.headers.add("If-Match", "\"\(info.etag)\"") }
        if !isWhole || info != nil {
            let end = range.upperBound == Int.max ? "" : String(range.upperBound - 1)
            request.headers.add("Range", "bytes=\(start)-\(end)")
        }
        return request
    }

    /// Where the next byte lies in the object.
    private var start: Int { range.lowerBound + bytes.count }

    /// The part of the object that there is to have; `nil` before its size is known.
    private var wanted: Range<Int>? { info.map { _ in range.clamped(to: 0..<bodySize) } }

    /// Appends what an answer brought, whole or broken off.
    mutating func receive(_ response: HTTPResponse, isWhole: Bool = true) throws(S3Failure) {
        let part = try S3BodyPart(response, key: key, isWhole: isWhole)
        if let info, info.etag != part.info.etag { throw .refused(S3ErrorAnswer(status: 412)) }
        guard part.start <= start else { throw .malformedAnswer(detail: "the store sent another range of the object") }
        if info == nil {
            info = part.info
            bodySize = part.bodySize
            digests = part.digests
        }
        let overlap = start - part.start
        guard overlap < response.body.count else { return }
        if bytes.isEmpty && overlap == 0 { bytes = response.body } else { bytes += response.body[overlap...] }
    }

    /// Keeps what had arrived when a transfer broke off, where what is missing can be asked for.
    mutating func keepPart(of failure: S3Failure) {
        switch failure {
        case .corrupted, .changed: startAgain()
        case .transfer(.interrupted(let partial?, _)), .transfer(.timedOut(_, let partial?)):
            if 200..<300 ~= partial.status { try? receive(partial, isWhole: false) }
            if info?.etag.isEmpty == true { startAgain() }
        default: break
        }
    }

    private mutating func startAgain() {
        (info, bytes) = (nil, [])
    }

    /// Everything that was asked for. Throws where it is too little, or not what the store's digest is of.
    mutating func finished() throws(S3Failure) -> StoredObject {
        guard let info, let wanted else { throw .malformedAnswer(detail: "the store sent no object") }
        if bytes.count > wanted.count { bytes.removeLast(bytes.count - wanted.count) }
        guard bytes.count == wanted.count else {
            throw .transfer(.interrupted(partial: nil, detail: "\(bytes.count) of \(wanted.count) bytes came"))
        }
        if wanted == 0..<bodySize, !digests.allow(bytes) { throw .corrupted }
        return StoredObject(info: info, bytes: bytes)
    }

    /// Whether the store has another version by now than the one that began to arrive: it said so, or that version is too
    /// short for what is missing.
    func isOfAnotherVersion(_ failure: S3Failure) -> Bool {
        if case .refused(let answer) = failure { info != nil && [412, 416].contains(answer.status) } else { false }
    }

    /// Whether nothing of the object lies in the range.
    func isBeyondEnd(_ failure: S3Failure) -> Bool {
        if case .refused(let answer) = failure { info == nil && answer.status == 416 } else { false }
    }

    /// The error that says how much too large the object is, where that is what happened.
    func excess(_ failure: S3Failure) -> ObjectStoreError? {
        guard case .transfer(.responseTooLarge(let head, _)) = failure else { return nil }
        guard let part = try? S3BodyPart(head, key: key, isWhole: false) else { return nil }
        let size = range.clamped(to: 0..<part.bodySize).count
        return size > limit ? .tooLarge(key, size: size, limit: limit) : nil
    }

    /// The error that says how much of the object came, where some did and no more could be had.
    func shortfall(_ failure: S3Failure) -> ObjectStoreError? {
        guard case .transfer(let error) = failure, error != .cancelled, let wanted, !bytes.isEmpty else { return nil }
        return .incomplete(key, expected: wanted.count, received: bytes.count)
    }
}

extension S3ObjectStore {
    /// The bytes of `range`, as far as the object has them. Goes on where a broken body ended.
    @concurrent
    func download(
        _ key: ObjectKey,
        _ range: Range<Int>,
        isWhole: Bool,
        limit: Int
    ) async throws(ObjectStoreError) -> StoredObject {
        var download = S3Download(
            key: key,
            range: range,
            isWhole: isWhole,
            limit: limit,
            provider: client.settings.provider
        )
        var attempts = S3Attempts(client)
        while true {
            do throws(S3Failure) {
                try download.receive(try await client.attempt(download.request, &attempts))
                return try download.finished()
            } catch {
                if download.isBeyondEnd(error) { return try await emptyPart(of: key, limit: limit) }
                if let excess = download.excess(error) { throw excess }
                let isChanged = download.isOfAnotherVersion(error)
                download.keepPart(of: isChanged ? .changed : error)
                do throws(S3Failure) {
                    try await attempts.recover(from: isChanged ? .changed : error)
                } catch let final {
                    throw download.shortfall(final) ?? failure(final, at: key)
                }
            }
        }
    }

    /// What a range gives that has nothing of the object.
    func emptyPart(of key: ObjectKey, limit: Int) async throws(ObjectStoreError) -> StoredObject {
        guard let info = try await head(key) else { throw .notFound(key) }
        guard limit >= 0 else { throw .tooLarge(key, size: 0, limit: limit) }
        return StoredObject(info: info, bytes: [])
    }
}
