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

/// Tells when a transfer has stood still for too long, from what it had done by each look at it.
struct StallWatch {
    private let timeout: Duration
    private var isConnected = false
    private var progress = 0
    private var since: ContinuousClock.Instant

    init(timeout: Duration, at now: ContinuousClock.Instant) {
        self.timeout = timeout
        since = now
    }

    /// Whether nothing has changed for the time allowed; connecting has a limit of its own and does not count.
    mutating func isStalled(progress: Int, isConnected: Bool, at now: ContinuousClock.Instant) -> Bool {
        if !self.isConnected || progress != self.progress {
            self.isConnected = isConnected
            self.progress = progress
            since = now
        }
        return now - since >= timeout
    }
}

/// Who may go next: so many transfers to one server at once, the others in the order they came.
struct TransferLanes {
    private struct Lane {
        var activeCount = 0
        var waiting: [TransferID] = []
    }

    private let width: Int
    private var lanes: [String: Lane] = [:]

    /// `width` (at least 1) is how many transfers to one server are under way at once.
    init(width: Int) {
        self.width = width
    }

    /// Whether the transfer may start now, and then has a place; else it waits for one.
    mutating func enter(_ id: TransferID, to origin: String) -> Bool {
        var lane = lanes[origin] ?? Lane()
        let isFree = lane.activeCount < width
        if isFree { lane.activeCount += 1 } else { lane.waiting.append(id) }
        lanes[origin] = lane
        return isFree
    }

    /// Gives back the place of a transfer that has ended; the answer is who has it now and may start.
    mutating func leave(_ origin: String) -> TransferID? {
        guard var lane = lanes.removeValue(forKey: origin) else { return nil }
        let next = lane.waiting.isEmpty ? nil : lane.waiting.removeFirst()
        if next == nil { lane.activeCount -= 1 }
        if lane.activeCount > 0 { lanes[origin] = lane }
        return next
    }

    /// Forgets a transfer that waits.
    mutating func withdraw(_ id: TransferID, from origin: String) {
        lanes[origin]?.waiting.removeAll { $0 == id }
    }
}
