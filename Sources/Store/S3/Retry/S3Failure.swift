import Foundation

/// Why one attempt at a request failed.
enum S3Failure: Error {
    /// No whole answer came.
    case transfer(TransferError)
    /// The store refused.
    case refused(S3ErrorAnswer)
    /// The store has not answered others for so long, and is not asked.
    case away(Duration)
    /// There are no credentials to sign with.
    case credentials(CredentialsError)
    /// The answer is not what S3 answers to such a request.
    case malformedAnswer(detail: String)
    /// The bytes that came, or that the store has, are not those that were sent.
    case corrupted
    /// The object became another while it was read.
    case changed
    /// The file to be uploaded cannot be read.
    case file(ObjectStoreError)
}

extension S3Failure {
    /// What kind of remedy there is.
    enum Kind: Hashable {
        /// The same request may succeed later.
        case transient
        /// The store asks for fewer requests.
        case throttled
        /// The bucket is in another region.
        case wrongRegion
        /// The time of the request is too far from the store's.
        case skewed
        /// The credentials have run out.
        case expired
        case permanent
    }

    var kind: Kind {
        switch self {
        case .transfer(let error): error.isTransient ? .transient : .permanent
        case .refused(let answer): answer.kind
        case .malformedAnswer, .corrupted, .changed: .transient
        case .credentials, .file, .away: .permanent
        }
    }

    /// For logs: without secrets.
    var detail: String {
        switch self {
        case .transfer(let error): "\(error)"
        case .refused(let answer): answer.detail
        case .away(let duration): "it has not answered for \(duration.components.seconds) s"
        case .credentials(let error): "\(error)"
        case .malformedAnswer(let detail): detail
        case .corrupted: "the digest of the bytes is not the one that the store names"
        case .changed: "the object changed while it was read"
        case .file(let error): String(reflecting: error)
        }
    }

    /// Whether no more is known than that the call's time ran out.
    var isLateness: Bool {
        if case .transfer(.timedOut(.whole, nil)) = self { true } else { false }
    }

    /// Whether the store may have done what it was asked although no success was told.
    var mayBeDone: Bool {
        switch self {
        case .transfer(.couldNotResolve), .transfer(.couldNotConnect), .transfer(.timedOut(.connecting, _)): false
        case .transfer(.untrustedCertificate), .transfer(.invalidRequest), .credentials, .file, .away: false
        case .refused(let answer): answer.status >= 500 || answer.status < 300
        case .transfer, .malformedAnswer, .corrupted, .changed: true
        }
    }

    /// Whether the object is there already. Older MinIO answers 304.
    var isPreconditionFailure: Bool {
        if case .refused(let answer) = self { answer.status == 412 || answer.status == 304 } else { false }
    }

    /// Whether the store does not know conditional puts, as OpenStack Swift's does not.
    var saysUnknownCondition: Bool {
        if case .refused(let answer) = self { answer.status == 501 } else { false }
    }

    var retryAfterSeconds: Int? {
        if case .refused(let answer) = self { answer.retryAfterSeconds } else { nil }
    }
}

extension TransferError {
    /// Whether a wait ran out in which nothing came.
    var isSilence: Bool {
        switch self {
        case .timedOut(.connecting, nil), .timedOut(.stalled, nil): true
        default: false
        }
    }

    fileprivate var isTransient: Bool {
        switch self {
        case .couldNotResolve, .couldNotConnect, .timedOut, .interrupted, .failed: true
        case .cancelled, .untrustedCertificate, .responseTooLarge, .invalidRequest: false
        }
    }
}

extension S3ErrorAnswer {
    /// Botocore's, minio-go's and Amazon's lists of codes taken together.
    private static let kinds: [String: S3Failure.Kind] = [
        "AuthorizationHeaderMalformed": .wrongRegion, "IllegalLocationConstraintException": .wrongRegion,
        "PermanentRedirect": .wrongRegion, "TemporaryRedirect": .wrongRegion, "InvalidRegion": .wrongRegion,
        "RequestTimeTooSkewed": .skewed, "RequestExpired": .skewed, "RequestInTheFuture": .skewed,
        "ExpiredToken": .expired, "ExpiredTokenException": .expired, "TokenRefreshRequired": .expired,
        "SlowDown": .throttled, "SlowDownRead": .throttled, "SlowDownWrite": .throttled, "Throttling": .throttled,
        "ThrottlingException": .throttled, "RequestLimitExceeded": .throttled, "RequestThrottled": .throttled,
        "TooManyRequestsException": .throttled, "BandwidthLimitExceeded": .throttled,
        "RequestTimeout": .transient, "RequestTimeoutException": .transient, "InternalError": .transient,
        "PriorRequestNotComplete": .transient, "OperationAborted": .transient, "BadDigest": .transient,
        "ConditionalRequestConflict": .transient, "IncompleteBody": .transient,
    ]

    fileprivate var kind: S3Failure.Kind {
        if let kind = Self.kinds[code] {
            // Signatures are malformed for other reasons, too.
            return kind == .wrongRegion && region == nil ? .permanent : kind
        }
        switch status {
        case 301, 302, 307: return region == nil ? .permanent : .wrongRegion
        // A HEAD has no body, so that the region in a header is all there is.
        case 400 where code.isEmpty && region != nil: return .wrongRegion
        case 429, 503, 509: return .throttled
        case 408, 499, 500, 502, 504, 520: return .transient
        default: return .permanent
        }
    }
}

extension ObjectStoreError {
    /// What a final failure means to who asked for `key`, or for the bucket as a whole.
    init(_ failure: S3Failure, key: ObjectKey?, bucket: String, now: Date) {
        switch failure {
        case .transfer(let error): self.init(error, detail: failure.detail)
        case .refused(let answer): self.init(answer, key: key, bucket: bucket, now: now)
        case .away: self = .refused(.noAnswer, detail: failure.detail)
        case .credentials(.cancelled): self = .cancelled
        case .credentials: self = .refused(.noCredentials, detail: failure.detail)
        case .corrupted: self = key.map { .corrupted($0) } ?? .unavailable(detail: failure.detail)
        case .changed: self = key.map { .changed($0) } ?? .unavailable(detail: failure.detail)
        case .file(let error): self = error
        case .malformedAnswer: self = .unavailable(detail: failure.detail)
        }
    }

    private init(_ error: TransferError, detail: String) {
        switch error {
        case .cancelled: self = .cancelled
        case .couldNotResolve: self = .refused(.unknownHost, detail: detail)
        case .couldNotConnect, .timedOut(.connecting, _): self = .refused(.noAnswer, detail: detail)
        case .untrustedCertificate: self = .refused(.untrustedCertificate, detail: detail)
        case .timedOut, .interrupted, .responseTooLarge, .invalidRequest, .failed: self = .unavailable(detail: detail)
        }
    }

    private init(_ answer: S3ErrorAnswer, key: ObjectKey?, bucket: String, now: Date) {
        let detail = answer.detail
        let offset = answer.clockOffset(at: now).map { Int($0) }
        switch (answer.status, answer.code) {
        case (_, "NoSuchBucket"): self = .refused(.noBucket(bucket), detail: detail)
        case (_, "InvalidAccessKeyId"): self = .refused(.unknownAccessKey, detail: detail)
        case (_, "SignatureDoesNotMatch"): self = .refused(.wrongSecret, detail: detail)
        case (_, "ExpiredToken"), (_, "ExpiredTokenException"), (_, "InvalidToken"):
            self = .refused(.expiredCredentials, detail: detail)
        case (_, "RequestTimeTooSkewed"), (_, "RequestExpired"), (_, "RequestInTheFuture"):
            self = .refused(.clockSkew(seconds: offset), detail: detail)
        case (301, _), (307, _), (_, "AuthorizationHeaderMalformed"), (_, "InvalidRegion"):
            self = .refused(.wrongRegion(expected: answer.region), detail: detail)
        // The object is not what is missing.
        case (_, "NoSuchUpload"): self = .unavailable(detail: detail)
        case (507, _), (_, "XMinioStorageFull"), (_, "QuotaExceeded"): self = .outOfSpace(detail: detail)
        case (401, _), (403, _): self = .refused(.accessDenied, detail: detail)
        case (404, _): self = key.map { .notFound($0) } ?? .refused(.noBucket(bucket), detail: detail)
        case (412, _): self = key.map { .changed($0) } ?? .unavailable(detail: detail)
        case (400, "KeyTooLongError"), (400, "InvalidObjectName"), (400, "XMinioInvalidObjectName"):
            self = key.map { .invalidKey($0.text, reason: answer.message) } ?? .unavailable(detail: detail)
        default: self = .unavailable(detail: detail)
        }
    }
}
