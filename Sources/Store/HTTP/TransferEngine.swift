import Foundation

/// Sends HTTP requests, many at once, from one thread of its own, over connections that it keeps.
///
/// The thread ends with the last reference to this object, or when it is closed.
package final class TransferEngine: Sendable {
    private let inbox: TransferInbox
    private let settings: TransferSettings

    package init(_ settings: TransferSettings = TransferSettings()) {
        let multi = LibCurlMulti(connectionsPerHost: settings.connectionsPerHost)
        let inbox = TransferInbox(wakeUp: multi.wakeUp)
        self.inbox = inbox
        self.settings = settings
        let thread = Thread { TransferLoop(inbox: inbox, multi: multi, settings: settings).run() }
        thread.name = "http-transfers"
        thread.start()
    }

    deinit {
        inbox.close()
    }

    /// Cancels all that is under way and all that comes later.
    package func close() {
        inbox.close()
    }

    /// The status that a GET of `url` is answered with; an error that says why where there is no answer.
    package func status(of url: String, within deadline: Duration) async throws -> Int {
        try await send(HTTPRequest(method: .get, url: url, responseLimit: 1 << 20, deadline: deadline)).status
    }

    /// The response to `request`, whatever its status; the body of one that is not 2xx is cut at 64 KiB.
    ///
    /// Redirects are not followed. Where a kept connection turns out to be dead before a byte of the answer has come,
    /// the request is sent once more; every other failure is the caller's to repeat. A task that is cancelled gets
    /// `.cancelled` at once.
    func send(_ request: HTTPRequest) async throws(TransferError) -> HTTPResponse {
        let origin = try request.checkedOrigin()
        if Task.isCancelled { throw .cancelled }
        let id = inbox.makeID()
        let deadline = ContinuousClock.now + (request.deadline ?? settings.deadline)
        let result = await withTaskCancellationHandler {
            await withCheckedContinuation { waiter in
                inbox.add(
                    PendingTransfer(id: id, request: request, origin: origin, deadline: deadline, waiter: waiter)
                )
                // The handler below may have run before the transfer was there to be cancelled.
                if Task.isCancelled { inbox.cancel(id) }
            }
        } onCancel: {
            inbox.cancel(id)
        }
        return try result.get()
    }
}

/// How an engine connects, and how long it waits.
package struct TransferSettings: Sendable {
    /// How many requests to one server (scheme, host and port) are under way at once; others wait. 1 to 1024.
    package var maxConnectionsPerHost = 32
    /// How long finding the server, connecting and agreeing on TLS may take together.
    package var connectTimeout = Duration.seconds(2)
    /// How long a connection may carry nothing in either direction, waiting for the response's first byte included.
    package var stallTimeout = Duration.seconds(5)
    /// How long a request may take that says nothing else, waiting for a connection included.
    package var deadline = Duration.seconds(120)
    /// A file of PEM certificates to trust instead of the system's.
    package var caBundlePath: String?
    package var userAgent = "overlay-server"

    package init() {}

    /// `maxConnectionsPerHost` within its range.
    var connectionsPerHost: Int { min(max(maxConnectionsPerHost, 1), 1024) }

    /// How often a transfer is looked at for whether it moves; a stall is seen this much late at most.
    var lookInterval: Duration { min(max(stallTimeout / 4, .milliseconds(5)), .milliseconds(250)) }
}

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
