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
