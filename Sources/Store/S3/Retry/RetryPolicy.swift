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
