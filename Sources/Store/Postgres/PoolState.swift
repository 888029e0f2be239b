/// What a pool of connections knows and decides. Does nothing itself: events go in, actions come out.
///
/// Whoever waits longest is served first. A connection is idle, in use, being checked, or being opened.
struct PoolState {
    typealias Instant = ContinuousClock.Instant
    typealias ConnectionID = Int
    typealias WaiterID = Int

    enum Action: Hashable {
        /// Open a connection; say `opened` or `failedToOpen`.
        case open(ConnectionID)
        /// See whether a connection still answers; say `returned`.
        case check(ConnectionID)
        /// Give a connection to a waiter, who says `returned`.
        case lend(ConnectionID, WaiterID)
        case close(ConnectionID)
        case fail(WaiterID, PostgresError)
    }

    /// In what state a connection comes back.
    enum Condition {
        case usable
        case unusable
        /// It proved dead, so the others may be as well.
        case dead
    }

    private enum Use: Hashable {
        case opening
        case idle(since: Instant)
        case checking
        case lent
    }

    private struct Entry {
        var use: Use
        var openedAt: Instant
    }

    private struct Waiter {
        let id: WaiterID
        let deadline: Instant
    }

    private let settings: PostgresSettings
    private var entries: [ConnectionID: Entry] = [:]
    private var waiters: [Waiter] = []
    private var nextConnectionID = 0
    private var outage: Outage?

    init(settings: PostgresSettings) { self.settings = settings }

    /// The time at which `tick` is due; `nil` while nothing is.
    var nextTick: Instant? {
        let idle = entries.values.compactMap { entry -> Instant? in
            guard case .idle(let since) = entry.use else { return nil }
            return since + settings.idleLimit
        }
        let mayRetry = !waiters.isEmpty && onTheWay == 0 && entries.count < settings.connectionLimit
        let retry = mayRetry ? outage?.retryAt : nil
        return (waiters.map(\.deadline) + idle + [retry].compactMap(\.self)).min()
    }

    /// Somebody wants a connection, and waits for it until `deadline`.
    mutating func requested(by waiter: WaiterID, deadline: Instant, now: Instant) -> [Action] {
        if let outage, !hasOpenConnections, now < outage.retryAt, outage.isLong(now, settings) {
            return [.fail(waiter, outage.error)]
        }
        waiters.append(Waiter(id: waiter, deadline: deadline))
        return serve(now)
    }

    /// Somebody no longer waits.
    mutating func abandoned(by waiter: WaiterID) {
        waiters.removeAll { $0.id == waiter }
    }

    mutating func opened(_ id: ConnectionID, now: Instant) -> [Action] {
        outage = nil
        entries[id] = Entry(use: .idle(since: now), openedAt: now)
        return serve(now)
    }

    /// `random`, in 0..<1, spreads the next attempts of many processes.
    mutating func failedToOpen(
        _ id: ConnectionID,
        _ error: PostgresError,
        now: Instant,
        random: Double
    ) -> [Action] {
        entries[id] = nil
        let current = outage ?? Outage(since: now, error: error)
        outage = current.afterFailure(error, now: now, random: random, settings)
        guard !hasOpenConnections, !error.isOutage || current.isLong(now, settings) else { return serve(now) }
        return failAll(error)
    }

    /// Somebody else has found that the server takes connections.
    mutating func serverAnswers(now: Instant) -> [Action] {
        outage = nil
        return serve(now)
    }

    mutating func returned(_ id: ConnectionID, _ condition: Condition, now: Instant) -> [Action] {
        if condition == .usable {
            entries[id]?.use = .idle(since: now)
            return serve(now)
        }
        entries[id] = nil
        let others = condition == .dead ? closeIdle { _, _ in true } : []
        return [.close(id)] + others + serve(now)
    }

    /// Time has passed.
    mutating func tick(now: Instant) -> [Action] {
        let late = waiters.filter { $0.deadline <= now }.map(\.id)
        waiters.removeAll { $0.deadline <= now }
        let away = outage?.error ?? .couldNotConnect(detail: "no answer in time")
        let error = hasOpenConnections ? .noConnectionFree : away
        let idle = closeIdle { [settings] entry, since in
            now >= since + settings.idleLimit || now >= entry.openedAt + settings.ageLimit
        }
        return late.map { .fail($0, error) } + idle + serve(now)
    }

    /// Lends, checks and opens connections for those who wait and have none on the way.
    private mutating func serve(_ now: Instant) -> [Action] {
        var actions = closeIdle { [settings] entry, _ in now >= entry.openedAt + settings.ageLimit }
        var onTheWay = onTheWay
        while let waiter = waiters.first, waiters.count > onTheWay {
            if let (id, since) = lastIdle {
                let isFresh = now < since + settings.checkAfter
                entries[id]?.use = isFresh ? .lent : .checking
                actions.append(isFresh ? .lend(id, waiter.id) : .check(id))
                if isFresh { waiters.removeFirst() } else { onTheWay += 1 }
            } else if entries.count < settings.connectionLimit, mayOpen(now) {
                nextConnectionID += 1
                entries[nextConnectionID] = Entry(use: .opening, openedAt: now)
                actions.append(.open(nextConnectionID))
                onTheWay += 1
            } else {
                break
            }
        }
        return actions
    }

    /// While the server is away one attempt is made at a time.
    private func mayOpen(_ now: Instant) -> Bool {
        guard let outage else { return true }
        return now >= outage.retryAt && count(of: .opening) == 0
    }

    private mutating func failAll(_ error: PostgresError) -> [Action] {
        defer { waiters = [] }
        return waiters.map { .fail($0.id, error) }
    }

    private mutating func closeIdle(where isOver: (Entry, Instant) -> Bool) -> [Action] {
        let over = entries.filter { _, entry in
            guard case .idle(let since) = entry.use else { return false }
            return isOver(entry, since)
        }
        for id in over.keys { entries[id] = nil }
        return over.keys.sorted().map { .close($0) }
    }

    /// The connection used last, so that those not needed grow old.
    private var lastIdle: (id: ConnectionID, since: Instant)? {
        entries.compactMap { id, entry -> (id: ConnectionID, since: Instant)? in
            guard case .idle(let since) = entry.use else { return nil }
            return (id, since)
        }.max { ($0.since, $0.id) < ($1.since, $1.id) }
    }

    private var hasOpenConnections: Bool { entries.values.contains { $0.use != .opening } }

    private var onTheWay: Int { count(of: .opening) + count(of: .checking) }

    private func count(of use: Use) -> Int { entries.values.count { $0.use == use } }
}

/// A time in which no connection could be opened.
struct Outage {
    typealias Instant = ContinuousClock.Instant

    let since: Instant
    /// Why the last attempt failed.
    private(set) var error: PostgresError
    /// No attempt is made before.
    private(set) var retryAt: Instant
    private var failures = 0

    /// Before its first failure is counted.
    init(since: Instant, error: PostgresError) {
        self.since = since
        self.error = error
        retryAt = since
    }

    /// Attempts that began together and fail together count once. `random` is in 0..<1.
    func afterFailure(_ error: PostgresError, now: Instant, random: Double, _ settings: PostgresSettings) -> Outage {
        var next = self
        next.error = error
        guard now >= retryAt else { return next }
        next.failures += 1
        let doublings = min(next.failures - 1, 20)
        let longest = min(settings.backoff.lowerBound * (1 << doublings), settings.backoff.upperBound)
        next.retryAt = now + longest * (0.5 + random / 2)
        return next
    }

    /// Whether it has lasted so long that waiting is of no use.
    func isLong(_ now: Instant, _ settings: PostgresSettings) -> Bool { now >= since + settings.outageTolerance }
}
