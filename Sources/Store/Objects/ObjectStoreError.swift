/// Why a store could not do what it was asked.
///
/// `description` may be shown to anybody; `debugDescription` holds keys and paths and is for the log.
package enum ObjectStoreError: Error, Hashable {
    case notFound(ObjectKey)
    /// The call would give `size` bytes where the caller takes `limit`.
    case tooLarge(ObjectKey, size: Int, limit: Int)
    case incomplete(ObjectKey, expected: Int, received: Int)
    /// The object became another while it was read.
    case changed(ObjectKey)
    case invalidKey(String, reason: String)
    /// Something that is no object has the name, or a part of it.
    case obstructed(String, by: ObjectObstacle)
    case invalidExpiry(seconds: Int)
    case outOfSpace(detail: String)
    case permissionDenied(detail: String)
    /// The store did not answer, or not as a store does.
    case unavailable(detail: String)
    /// The object's bytes are not those that the store's digest is of.
    case corrupted(ObjectKey)
    /// The store, or what it was asked with, is not set up as it must be.
    case refused(StoreRefusal, detail: String)
    /// The kind of store cannot do this.
    case unsupported(String)
    /// The task was cancelled before the store began.
    case cancelled
}

extension ObjectStoreError {
    /// Whether the store permits this to others than who asked.
    package var isAccessDenial: Bool {
        if case .refused(.accessDenied, _) = self { true } else { false }
    }
}

extension ObjectStoreError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .notFound: "the object does not exist"
        case .tooLarge(_, let size, let limit): "the object has \(size) bytes, more than the limit of \(limit)"
        case .incomplete(_, let expected, let received): "only \(received) of the object's \(expected) bytes arrived"
        case .changed: "the object changed while it was read"
        case .invalidKey(_, let reason): "the object key is not valid: \(reason)"
        case .obstructed(_, let obstacle): "the object key is taken by \(obstacle.description)"
        case .invalidExpiry(let seconds): "a URL cannot expire in \(seconds) seconds: 1 to 604800 are possible"
        case .outOfSpace: "the object store is full"
        case .permissionDenied: "the object store does not permit this"
        case .unavailable: "the object store is not available"
        case .corrupted: "the object's bytes are damaged"
        case .refused(let refusal, _): refusal.description
        case .unsupported(let what): "this kind of object store does not \(what)"
        case .cancelled: "the request was cancelled"
        }
    }
}

extension ObjectStoreError: CustomDebugStringConvertible {
    package var debugDescription: String {
        guard let evidence else { return description }
        return "\(description) (\(evidence))"
    }

    private var evidence: String? {
        switch self {
        case .notFound(let key), .tooLarge(let key, _, _), .incomplete(let key, _, _), .changed(let key),
            .corrupted(let key):
            key.text.debugDescription
        case .invalidKey(let text, _), .obstructed(let text, _): text.debugDescription
        case .outOfSpace(let detail), .permissionDenied(let detail), .unavailable(let detail), .refused(_, let detail):
            detail
        case .invalidExpiry, .unsupported, .cancelled: nil
        }
    }
}

/// What can stand where an object should, in a store that is a folder.
package enum ObjectObstacle: Hashable, Sendable {
    case folder
    /// A file where the key has a folder.
    case file
    /// Not followed: it may lead out of the store.
    case symbolicLink
    /// A pipe, a socket or a device.
    case special

    package var description: String {
        switch self {
        case .folder: "a folder"
        case .file: "a file in place of a folder"
        case .symbolicLink: "a symbolic link, which is not followed"
        case .special: "a pipe, a socket or a device"
        }
    }
}

/// What is wrong with how a store is set up, or with who asks it.
package enum StoreRefusal: Hashable, Sendable {
    case noCredentials
    case unknownAccessKey
    case wrongSecret
    case expiredCredentials
    case noBucket(String)
    /// `expected` is the region that the store named, if it did.
    case wrongRegion(expected: String?)
    /// This machine's clock is too far from the store's; `seconds` is the store's less this machine's.
    case clockSkew(seconds: Int?)
    case accessDenied
    case unknownHost
    case noAnswer
    case untrustedCertificate

    package var description: String {
        switch self {
        case .noCredentials: "there are no credentials for the object store"
        case .unknownAccessKey: "the object store does not know the access key"
        case .wrongSecret: "the object store does not accept the signature: the secret access key is wrong"
        case .expiredCredentials: "the credentials for the object store have expired"
        case .noBucket(let name): "the object store has no bucket \(name)"
        case .wrongRegion(let expected):
            "the region is wrong for the object store" + (expected.map { ", which expects \($0)" } ?? "")
        case .clockSkew(let seconds):
            "this machine's clock is not the object store's"
                + (seconds.map { ": it is \(abs($0)) s \($0 > 0 ? "behind" : "ahead")" } ?? "")
        case .accessDenied: "the object store does not permit this"
        case .unknownHost: "the object store's host name is not known"
        case .noAnswer: "nobody answers at the object store's address"
        case .untrustedCertificate: "the object store's certificate is not trusted"
        }
    }
}
