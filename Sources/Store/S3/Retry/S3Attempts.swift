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
