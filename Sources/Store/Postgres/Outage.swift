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
