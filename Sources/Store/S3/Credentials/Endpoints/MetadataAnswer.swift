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
