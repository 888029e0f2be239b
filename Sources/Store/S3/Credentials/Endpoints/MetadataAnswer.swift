import Foundation

/// The JSON with which containers and instances are given credentials.
struct MetadataAnswer: Decodable {
    private enum CodingKeys: String, CodingKey {
        case accessKeyID = "AccessKeyId"
        case secretAccessKey = "SecretAccessKey"
        case token = "Token"
        case expiration = "Expiration"
        case instanceCode = "Code"
        case containerCode = "code"
    }

    private let accessKeyID: String?
    private let secretAccessKey: String?
    private let token: String?
    private let expiration: String?
    private let instanceCode: String?
    private let containerCode: String?

    /// `nil` where `bytes` are no JSON of this kind.
    init?(_ bytes: [UInt8]) {
        guard let answer = try? JSONDecoder().decode(MetadataAnswer.self, from: Data(bytes)) else { return nil }
        self = answer
    }

    /// Why there are no credentials. Instances also say `Success`.
    var errorCode: String? {
        let code = instanceCode ?? containerCode
        return code == "Success" ? nil : code
    }

    /// Throws `.malformedAnswer`.
    func credentials(from source: CredentialsSource) throws(CredentialsError) -> S3Credentials {
        let answered = TemporaryCredentials(
            accessKeyID: accessKeyID,
            secretAccessKey: secretAccessKey,
            token: token,
            expiration: expiration
        )
        return try answered.credentials(from: source, tokenName: CodingKeys.token.rawValue)
    }
}

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
    static func time(_ text: String) -> Date? {
        let whole = Date.ISO8601FormatStyle()
        return (try? whole.parse(text)) ?? (try? Date.ISO8601FormatStyle(includingFractionalSeconds: true).parse(text))
    }
}
