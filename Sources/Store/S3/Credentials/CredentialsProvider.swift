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
