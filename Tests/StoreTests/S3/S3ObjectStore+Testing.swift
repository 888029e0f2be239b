import Foundation
import TestSupport

@testable import Store

extension S3ObjectStore {
    /// A store of the bucket `media` at `url` that soon tries again.
    static func impatient(
        _ url: String,
        credentials: CredentialsProvider = .fixed(S3Credentials(accessKeyID: "key", secretAccessKey: "secret")),
        stall: Duration = .seconds(30),
        _ change: (inout S3Settings) -> Void = { _ in },
        clock: @escaping @Sendable () -> Date = { Date() },
        notice: @escaping @Sendable (String) -> Void = { _ in }
    ) throws -> S3ObjectStore {
        var settings = S3Settings(bucket: "media", endpoint: try S3Endpoint(url))
        settings.makeImpatient()
        change(&settings)
        return S3ObjectStore(
            settings,
            credentials: credentials,
            engine: .impatient(stall: stall),
            clock: clock,
            notice: notice
        )
    }
}

extension S3Settings {
    /// Waits of milliseconds between attempts.
    mutating func makeImpatient() {
        retries.baseSeconds = 0.002
        retries.throttledBaseSeconds = 0.002
    }
}

extension ObjectKey {
    /// A key that a test knows to be one.
    static func testing(_ text: StaticString) -> ObjectKey {
        do throws(ObjectStoreError) {
            return try ObjectKey("\(text)")
        } catch {
            preconditionFailure("\(text) is no key")
        }
    }
}
