/// Decides whether a failed request is tried again, and when; knows no clock and no randomness of its own.
struct RetryPolicy: Hashable, Sendable {
    /// How often a request is sent at most.
    var attemptLimit = 5
    /// The longest wait before the second attempt, in seconds; it doubles with each further one.
    var baseSeconds = 0.1
    /// The same after a store has asked for fewer requests.
    var throttledBaseSeconds = 0.5
    /// No wait is longer, in seconds, whatever `Retry-After` asks for.
    var capSeconds = 20.0

    /// The wait in seconds before another attempt; `nil` where there is to be none.
    ///
    /// `attempts` (at least 1) have failed, the last one with `failure`. `randomness` is 0..<1: the wait is that part of its
    /// longest ("full jitter"), so that clients who failed together do not come back together.
    /// https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
    func wait(after failure: S3Failure, attempts: Int, randomness: Double) -> Double? {
        guard attempts < attemptLimit else { return nil }
        let base: Double
        switch failure.kind {
        case .transient: base = baseSeconds
        case .throttled: base = throttledBaseSeconds
        // What can be put right is put right first (`S3Attempts`), without waiting.
        case .wrongRegion, .skewed, .expired, .permanent: return nil
        }
        let longest = min(base * Double(1 << min(attempts - 1, 16)), capSeconds)
        let asked = min(max(Double(failure.retryAfterSeconds ?? 0), 0), capSeconds)
        return max(asked, longest * randomness)
    }
}

/// Limits how many requests are retried, so that clients do not multiply the load on a store that is failing.
///
/// Each retry takes tokens, each success gives one back: when most requests fail, nearly all of them fail at once.
struct RetryBudget: Hashable, Sendable {
    static let capacity = 500
    private static let transientCost = 5
    private static let throttledCost = 10

    private(set) var tokens = capacity

    /// Takes what a retry after `failure` costs; false, taking nothing, where there is not enough.
    mutating func take(for failure: S3Failure) -> Bool {
        let cost =
            switch failure.kind {
            case .transient: Self.transientCost
            case .throttled: Self.throttledCost
            case .wrongRegion, .skewed, .expired, .permanent: 0
            }
        guard tokens >= cost else { return false }
        tokens -= cost
        return true
    }

    mutating func succeeded() {
        tokens = min(tokens + 1, Self.capacity)
    }
}
