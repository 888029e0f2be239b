package import Foundation

/// Holds the credentials of a chain and renews them before they end; one renewal serves everybody who waits.
///
/// A caller whose task is cancelled still waits for the renewal it asked for, which the endpoints' deadlines bound.
package actor CredentialsProvider {
    typealias Load = @Sendable (_ now: Date) async throws(CredentialsError) -> S3Credentials

    private let load: Load
    private let policy: RefreshPolicy
    private let clock: @Sendable () -> Date
    private var held: S3Credentials?
    private var isRefused = false
    private var miss: RefreshMiss?
    private var renewal: Task<Result<S3Credentials, CredentialsError>, Never>?

    /// Reads nothing yet. `clock` is asked when a renewal begins and ends.
    package init(chain: CredentialsChain, clock: @escaping @Sendable () -> Date = { Date() }) {
        self.init(policy: RefreshPolicy(), clock: clock) { (now) throws(CredentialsError) in
            try await chain.credentials(at: now)
        }
    }

    init(policy: RefreshPolicy, clock: @escaping @Sendable () -> Date, load: @escaping Load) {
        self.policy = policy
        self.clock = clock
        self.load = load
    }

    /// Credentials that are good at `now`. Waits where there are none or they end within a minute.
    ///
    /// Where a renewal fails, the old ones serve to their end. Throws what the chain throws, and for a second after a
    /// failure the same error again.
    package func credentials(at now: Date) async throws(CredentialsError) -> S3Credentials {
        switch policy.decision(at: now, held: held, isRefused: isRefused, miss: miss) {
        case .keep(let credentials):
            return credentials
        case .renewInBackground(let credentials):
            _ = startedRenewal()
            return credentials
        case .renew:
            return try await renewed()
        case .fail(let error):
            throw error
        }
    }

    /// To be called when S3 answers that `credentials` are expired: the next caller waits for new ones. Does nothing
    /// where others have come meanwhile.
    package func refusedAsExpired(_ credentials: S3Credentials) {
        if credentials == held { isRefused = true }
    }

    private func renewed() async throws(CredentialsError) -> S3Credentials {
        do throws(CredentialsError) {
            return try await startedRenewal().value.get()
        } catch {
            guard let held, !isRefused, !held.isExpired(at: clock()) else { throw error }
            return held
        }
    }

    /// The renewal under way, begun now where there is none.
    private func startedRenewal() -> Task<Result<S3Credentials, CredentialsError>, Never> {
        if let renewal { return renewal }
        // Not a child of the caller's task: others may wait for it when the caller has gone.
        let started = Task { await renew() }
        renewal = started
        return started
    }

    private func renew() async -> Result<S3Credentials, CredentialsError> {
        let result: Result<S3Credentials, CredentialsError>
        do throws(CredentialsError) {
            result = .success(try await load(clock()))
        } catch {
            result = .failure(error)
        }
        finish(result, at: clock())
        return result
    }

    private func finish(_ result: Result<S3Credentials, CredentialsError>, at now: Date) {
        renewal = nil
        switch result {
        case .success(let credentials):
            let isFresher = credentials != held && !policy.isDue(credentials, at: now)
            miss = isFresher ? nil : RefreshMiss(time: now, count: (miss?.count ?? 0) + 1, error: nil)
            held = credentials
            isRefused = false
        case .failure(let error):
            miss = RefreshMiss(time: now, count: (miss?.count ?? 0) + 1, error: error)
        }
    }
}

/// When credentials are renewed; the only place that knows the times.
struct RefreshPolicy: Sendable {
    /// From so many seconds before the end on, they are renewed in the background.
    var advisorySeconds: TimeInterval = 600
    /// From so many seconds before the end on, callers wait for the renewal.
    var mandatorySeconds: TimeInterval = 60
    /// Between two renewals that callers wait for, the first of which missed.
    var urgentRetrySeconds: TimeInterval = 1
    /// Between two renewals in the background, at the most.
    var longestRetrySeconds: TimeInterval = 60

    /// `isRefused`: S3 has said that `held` are expired. `miss`: there if the last renewal was one.
    func decision(
        at now: Date,
        held: S3Credentials?,
        isRefused: Bool = false,
        miss: RefreshMiss?
    ) -> RefreshDecision {
        guard let held, !held.isExpired(at: now) else {
            guard let error = miss?.error, isTooSoon(now, after: miss, urgentRetrySeconds) else { return .renew }
            return .fail(error)
        }
        let secondsLeft = held.expiresAt?.timeIntervalSince(now) ?? .infinity
        if isRefused || secondsLeft <= mandatorySeconds {
            return isTooSoon(now, after: miss, urgentRetrySeconds) ? .keep(held) : .renew
        }
        guard secondsLeft <= advisorySeconds, !isTooSoon(now, after: miss, retrySeconds(after: miss)) else {
            return .keep(held)
        }
        return .renewInBackground(held)
    }

    /// Whether a source that gives `credentials` at `now` has nothing fresher than what is due for renewal.
    func isDue(_ credentials: S3Credentials, at now: Date) -> Bool {
        credentials.expiresAt.map { $0.timeIntervalSince(now) <= advisorySeconds } ?? false
    }

    /// 1 s after the first miss, twice as long after each further one, up to the longest.
    private func retrySeconds(after miss: RefreshMiss?) -> TimeInterval {
        let doublings = min(max((miss?.count ?? 1) - 1, 0), 16)
        return min(urgentRetrySeconds * Double(1 << doublings), longestRetrySeconds)
    }

    /// A clock that was set back since the miss does not hold anything up.
    private func isTooSoon(_ now: Date, after miss: RefreshMiss?, _ seconds: TimeInterval) -> Bool {
        guard let miss else { return false }
        return 0..<seconds ~= now.timeIntervalSince(miss.time)
    }
}

/// What somebody who asks for credentials gets.
enum RefreshDecision: Hashable {
    /// Those that are held.
    case keep(S3Credentials)
    /// Those that are held, while others are fetched.
    case renewInBackground(S3Credentials)
    /// Those that are fetched now.
    case renew
    /// The error of a renewal that has only just failed.
    case fail(CredentialsError)
}

/// The last of one or more renewals in a row that gave nothing fresher.
struct RefreshMiss: Sendable {
    /// When it ended.
    let time: Date
    /// How many there were in a row, from 1.
    let count: Int
    /// `nil` where the source answered, with credentials that are due for renewal already.
    let error: CredentialsError?
}
