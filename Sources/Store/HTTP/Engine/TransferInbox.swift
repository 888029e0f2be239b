import Synchronization

/// What the tasks tell the engine's thread.
final class TransferInbox: Sendable {
    /// What has been told since the thread last looked.
    struct Mail {
        var added: [PendingTransfer] = []
        var cancelled: [TransferID] = []
        var isClosed = false
    }

    private let mail = Mutex(Mail())
    private let count = Atomic<UInt64>(0)
    private let wakeUp: @Sendable () -> Void

    /// `wakeUp` makes the thread look; called from any thread.
    init(wakeUp: @escaping @Sendable () -> Void) {
        self.wakeUp = wakeUp
    }

    func makeID() -> TransferID {
        TransferID(number: count.wrappingAdd(1, ordering: .relaxed).newValue)
    }

    /// Hands over a transfer; resumes its waiter now where the inbox is closed.
    func add(_ transfer: PendingTransfer) {
        let isClosed = mail.withLock { mail in
            if !mail.isClosed { mail.added.append(transfer) }
            return mail.isClosed
        }
        if isClosed { return transfer.waiter.resume(returning: .failure(.cancelled)) }
        wakeUp()
    }

    /// Asks for the end of a transfer; does nothing where it has ended.
    func cancel(_ id: TransferID) {
        mail.withLock { mail in
            if !mail.isClosed { mail.cancelled.append(id) }
        }
        wakeUp()
    }

    /// Takes no more transfers, and lets the thread cancel what it has and end.
    func close() {
        mail.withLock { $0.isClosed = true }
        wakeUp()
    }

    /// What has been told since the last call.
    func take() -> Mail {
        mail.withLock { mail in
            let taken = mail
            mail.added = []
            mail.cancelled = []
            return taken
        }
    }
}

/// Which request of an engine.
struct TransferID: Sendable, Hashable {
    let number: UInt64
}

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
