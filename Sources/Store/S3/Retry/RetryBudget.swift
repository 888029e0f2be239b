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
