/// A request that somebody waits for.
struct PendingTransfer: Sendable {
    typealias Waiter = CheckedContinuation<Result<HTTPResponse, TransferError>, Never>

    let id: TransferID
    let request: HTTPRequest
    /// The server it goes to: scheme, host and port.
    let origin: String
    /// When it is given up.
    let deadline: ContinuousClock.Instant
    /// Resumed once, by whoever took the transfer last.
    let waiter: Waiter
}
