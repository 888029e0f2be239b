import Foundation

/// The work of an engine's thread: starts transfers, lets libcurl move them on, and ends them.
final class TransferLoop {
    /// How many milliseconds the thread sleeps where it has nothing to do; whoever has something wakes it.
    private static let idleMillis: Int32 = 60_000

    private let inbox: TransferInbox
    private let multi: LibCurlMulti
    private let settings: TransferSettings
    private var lanes: TransferLanes
    private var waiting: [TransferID: PendingTransfer] = [:]
    private var running: [TransferID: RunningTransfer] = [:]
    /// Handles that have no transfer; they keep what is costly to make.
    private var spare: [LibCurlEasy] = []
    private var nextLook = ContinuousClock.now

    init(inbox: TransferInbox, multi: LibCurlMulti, settings: TransferSettings) {
        self.inbox = inbox
        self.multi = multi
        self.settings = settings
        lanes = TransferLanes(width: settings.connectionsPerHost)
    }

    /// Returns once the inbox is closed.
    func run() {
        LibCurlMulti.blockBrokenPipeSignal()
        while takeMail() {
            if !multi.perform() { endAll(.failed(detail: "libcurl could not go on")) }
            while let (easy, end) = multi.nextEnded() { self.end(easy, end) }
            endOverdue(at: .now)
            multi.wait(millis: sleepMillis(at: .now))
        }
        endAll(.cancelled)
    }

    private func takeMail() -> Bool {
        let mail = inbox.take()
        for transfer in mail.added { accept(transfer) }
        for id in mail.cancelled { end(id, .cancelled) }
        return !mail.isClosed
    }

    private func accept(_ transfer: PendingTransfer) {
        waiting[transfer.id] = transfer
        nextLook = min(nextLook, transfer.deadline, .now + settings.lookInterval)
        if lanes.enter(transfer.id, to: transfer.origin) { start(transfer.id) }
    }

    /// Starts a transfer that has a place in its lane; where that fails, the next one of the lane.
    private func start(_ id: TransferID) {
        var next: TransferID? = id
        while let id = next, let transfer = waiting.removeValue(forKey: id) {
            do throws(TransferError) {
                try begin(transfer)
                return
            } catch {
                transfer.waiter.resume(returning: .failure(error))
                next = lanes.leave(transfer.origin)
            }
        }
    }

    private func begin(_ transfer: PendingTransfer) throws(TransferError) {
        guard let easy = spare.popLast() ?? LibCurlEasy() else { throw .failed(detail: "libcurl has no memory") }
        try easy.prepare(transfer.id, transfer.request, settings)
        try multi.add(easy)
        let watch = StallWatch(timeout: transfer.request.stallTimeout ?? settings.stallTimeout, at: .now)
        running[transfer.id] = RunningTransfer(pending: transfer, easy: easy, watch: watch)
    }

    private func end(_ easy: LibCurlEasy, _ end: TransferEnd) {
        guard let id = easy.id else { return }
        self.end(id, end)
    }

    /// Ends a transfer that waits or runs; does nothing for one that has ended.
    private func end(_ id: TransferID, _ end: TransferEnd) {
        if let transfer = running.removeValue(forKey: id) {
            multi.remove(transfer.easy)
            let result = transfer.easy.finish(end)
            // After a failure a handle may still have buffers, whose sizes libcurl refuses to set.
            if case .complete = end { spare.append(transfer.easy) }
            transfer.pending.waiter.resume(returning: result)
            if let next = lanes.leave(transfer.pending.origin) { start(next) }
        } else if let transfer = waiting.removeValue(forKey: id) {
            lanes.withdraw(id, from: transfer.origin)
            transfer.waiter.resume(returning: HTTPExchange(transfer.request).result(end))
        }
    }

    /// Those that wait first: else each end of a running one would start one of them.
    private func endAll(_ end: TransferEnd) {
        for id in Array(waiting.keys) { self.end(id, end) }
        for id in Array(running.keys) { self.end(id, end) }
    }
}

/// What takes too long.
extension TransferLoop {
    private func endOverdue(at now: ContinuousClock.Instant) {
        guard now >= nextLook else { return }
        for (id, transfer) in waiting where transfer.deadline <= now { end(id, .timedOut(.whole)) }
        for id in Array(running.keys) {
            if let phase = overduePhase(id, at: now) { end(id, .timedOut(phase)) }
        }
        let deadlines = waiting.values.map(\.deadline) + running.values.map(\.pending.deadline)
        nextLook = deadlines.reduce(now + settings.lookInterval, min)
    }

    private func overduePhase(_ id: TransferID, at now: ContinuousClock.Instant) -> TransferPhase? {
        guard let transfer = running[id] else { return nil }
        if transfer.pending.deadline <= now { return .whole }
        let easy = transfer.easy
        let isStalled = running[id]?.watch.isStalled(progress: easy.progress, isConnected: easy.isConnected, at: now)
        return isStalled == true ? .stalled : nil
    }

    private func sleepMillis(at now: ContinuousClock.Instant) -> Int32 {
        if waiting.isEmpty && running.isEmpty { return Self.idleMillis }
        // Rounded up: a sleep that ends before the look is due would be followed by others of no length.
        return max(.zero, nextLook - now).clampedMillis + 1
    }
}

/// A transfer that libcurl works on.
struct RunningTransfer {
    let pending: PendingTransfer
    let easy: LibCurlEasy
    var watch: StallWatch
}

extension Duration {
    /// In whole milliseconds, not negative and at most 24 days.
    var clampedMillis: Int32 {
        let millis = self / .milliseconds(1)
        return Int32(min(max(millis, 0), Double(Int32.max - 1)))
    }
}
