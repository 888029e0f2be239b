import Foundation

/// What endpoints answer, before it is known to be whole.
struct TemporaryCredentials {
    let accessKeyID: String?
    let secretAccessKey: String?
    let token: String?
    /// ISO 8601.
    let expiration: String?

    /// Throws `.malformedAnswer`, which names what is missing. `tokenName` is how the endpoint calls the session token.
    func credentials(from source: CredentialsSource, tokenName: String) throws(CredentialsError) -> S3Credentials {
        let end = try part("Expiration", expiration, source)
        guard let expiresAt = Self.time(end) else {
            throw .malformedAnswer(source, reason: "has no time as Expiration")
        }
        return S3Credentials(
            accessKeyID: try part("AccessKeyId", accessKeyID, source),
            secretAccessKey: try part("SecretAccessKey", secretAccessKey, source),
            sessionToken: try part(tokenName, token, source),
            expiresAt: expiresAt
        )
    }

    private func part(
        _ name: String,
        _ value: String?,
        _ source: CredentialsSource
    ) throws(CredentialsError) -> String {
        guard let value, !value.isEmpty else { throw .malformedAnswer(source, reason: "lacks \(name)") }
        return value
    }

    /// Amazon writes whole seconds, others also fractions.
    private static func time(_ text: String) -> Date? {
        let whole = Date.ISO8601FormatStyle()
        return (try? whole.parse(text)) ?? (try? Date.ISO8601FormatStyle(includingFractionalSeconds: true).parse(text))
    }
}
