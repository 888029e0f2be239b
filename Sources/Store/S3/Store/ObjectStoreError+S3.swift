import Foundation

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
