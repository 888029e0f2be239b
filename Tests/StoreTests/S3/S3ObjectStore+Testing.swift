import Foundation
import TestSupport

@testable import Store

extension S3ObjectStore {
    /// A store of the bucket `media` at `url` whose patience is short enough to be tested.
    static func impatient(
        _ url: String,
        credentials: CredentialsProvider = .fixed(S3Credentials(accessKeyID: "key", secretAccessKey: "secret")),
        stall: Duration = .milliseconds(300),
        clock: @escaping @Sendable () -> Date = { Date() },
        _ change: (inout S3Settings) -> Void = { _ in }
    ) throws -> S3ObjectStore {
        var settings = S3Settings(bucket: "media", endpoint: try S3Endpoint(url))
        settings.makeImpatient()
        change(&settings)
        return S3ObjectStore(settings, credentials: credentials, engine: .impatient(stall: stall), clock: clock)
    }
}

extension S3Settings {
    /// Waits of milliseconds, and five seconds for a call as a whole.
    mutating func makeImpatient() {
        retries.baseSeconds = 0.002
        retries.throttledBaseSeconds = 0.002
        deadlineSeconds = 5
    }
}
