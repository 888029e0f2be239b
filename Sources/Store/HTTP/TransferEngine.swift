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
