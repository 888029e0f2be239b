/// Why a request got no whole response.
///
/// `description` holds no path and no query of a URL, which may hold a signature; it is for the log.
enum TransferError: Error, Hashable {
    /// The task was cancelled, or the engine was closed.
    case cancelled
    case couldNotResolve(host: String)
    case couldNotConnect(detail: String)
    case untrustedCertificate(detail: String)
    /// `partial` is what had arrived: its head is whole, its body is the first part.
    case timedOut(TransferPhase, partial: HTTPResponse?)
    /// The connection ended before the response did. `partial` is what had arrived: its head is whole, its body is the
    /// first part.
    case interrupted(partial: HTTPResponse?, detail: String)
    /// The body of a 2xx response is longer than the request takes. The response has no body here; `declared` is its
    /// length in bytes where the server said it.
    case responseTooLarge(HTTPResponse, declared: Int?)
    case invalidRequest(detail: String)
    case failed(detail: String)
}

extension TransferError: CustomStringConvertible {
    var description: String {
        switch self {
        case .cancelled: "the request was cancelled"
        case .couldNotResolve(let host): "the host \(host.debugDescription) is not known"
        case .couldNotConnect(let detail): "could not connect: \(detail)"
        case .untrustedCertificate(let detail): "the server's certificate is not trusted: \(detail)"
        case .timedOut(let phase, let partial): "\(phase.problem)\(Self.describe(partial))"
        case .interrupted(let partial, let detail): "the connection broke\(Self.describe(partial)): \(detail)"
        case .responseTooLarge(_, let declared?): "the response has \(declared) bytes, more than are taken"
        case .responseTooLarge(_, nil): "the response has more bytes than are taken"
        case .invalidRequest(let detail): "the request is not valid: \(detail)"
        case .failed(let detail): "the request failed: \(detail)"
        }
    }

    private static func describe(_ partial: HTTPResponse?) -> String {
        guard let partial else { return " before an answer" }
        return " after status \(partial.status) and \(partial.body.count) bytes"
    }
}

extension TransferPhase {
    fileprivate var problem: String {
        switch self {
        case .connecting: "connecting took too long"
        case .stalled: "nothing came or went for too long"
        case .whole: "the request took too long"
        }
    }
}

/// What took too long.
enum TransferPhase: String, Sendable, Hashable {
    /// To find the server, connect to it and agree on TLS with it.
    case connecting
    /// No byte came or went.
    case stalled
    /// The request as a whole.
    case whole
}
