import Foundation

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
