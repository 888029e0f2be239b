import CoreMetrics

/// The attempts at one call: counts them, waits between them, and applies what a failure taught.
struct S3Attempts: Sendable {
    private let client: S3Client
    private let start = ContinuousClock.now
    private let deadline: ContinuousClock.Instant
    private var count = 0
    private var remedies: Set<S3Failure.Kind> = []
    private var lastFailure: S3Failure?
    /// What the latest attempt was signed with; others may have learned better meanwhile.
    private(set) var bearings: S3Bearings

    /// All attempts and the waits between them take `seconds` together; `nil` for what the settings say.
    init(_ client: S3Client, within seconds: Double? = nil) {
        self.client = client
        deadline = .now + .seconds(seconds ?? client.settings.deadlineSeconds)
        bearings = client.bearings
    }

    /// How much time is left.
    var remaining: Duration { max(.milliseconds(1), deadline - .now) }

    /// Takes over what is known by now, for the next attempt.
    mutating func updateBearings() { bearings = client.bearings }

    /// Returns when the call may be tried again. Throws where it may not: `failure`, or the one before it where only the
    /// time had run out.
    mutating func recover(from failure: S3Failure) async throws(S3Failure) {
        count += 1
        if let kind = remedy(for: failure) {
            guard remedies.insert(kind).inserted else { throw failure }
            return
        }
        let told = failure.isLateness ? lastFailure ?? failure : failure
        lastFailure = told
        guard let wait = client.settings.retries.wait(after: failure, attempts: count, randomness: .random(in: 0..<1)),
            .seconds(wait) < remaining, client.takeRetry(after: failure)
        else {
            if case .transfer(.couldNotConnect) = failure { client.gaveUp(since: start) }
            throw told
        }
        Counter(label: "object_store_retries_total").increment()
        do {
            try await Task.sleep(for: .seconds(wait))
        } catch {
            throw .transfer(.cancelled)
        }
    }

    /// Puts right what can be put right at once, and says what that was.
    private func remedy(for failure: S3Failure) -> S3Failure.Kind? {
        guard case .refused(let answer) = failure else { return nil }
        switch failure.kind {
        case .wrongRegion: return client.learnRegion(from: answer, unlike: bearings) ? .wrongRegion : nil
        case .skewed: return client.learnClock(from: answer, unlike: bearings) ? .skewed : nil
        // The client has asked for other credentials.
        case .expired: return .expired
        // To a HEAD a store can only say that it is forbidden, and some say no more to the others.
        case .permanent where [400, 403].contains(answer.status):
            return client.learnClock(from: answer, unlike: bearings) ? .skewed : nil
        case .permanent, .transient, .throttled: return nil
        }
    }
}

/// What a request has to know of its store beforehand, and learns from refusals.
struct S3Bearings: Hashable, Sendable {
    var region: String
    /// The store's clock less this machine's, in seconds.
    var clockOffset = 0.0
}

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
