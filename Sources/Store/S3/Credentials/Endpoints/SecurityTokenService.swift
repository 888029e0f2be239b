/// Amazon's Security Token Service, as far as it turns the token of a web identity into credentials.
///
/// https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html
struct SecurityTokenService: Sendable {
    private static let credentialsPath = "AssumeRoleWithWebIdentityResponse/AssumeRoleWithWebIdentityResult/Credentials"

    let url: String
    private let endpoint: CredentialsEndpoint

    /// The service that `AWS_ENDPOINT_URL_STS` names, or that of `region`. Throws `.invalidVariable`.
    init(
        _ environment: CredentialsEnvironment,
        region: String?,
        source: CredentialsSource,
        engine: TransferEngine
    ) throws(CredentialsError) {
        let region = region ?? "us-east-1"
        guard region.utf8.allSatisfy(Self.isHostLabel) else {
            throw .invalidVariable("the region \(region.debugDescription)", reason: "is no name of a region")
        }
        let domain = region.hasPrefix("cn-") ? "amazonaws.com.cn" : "amazonaws.com"
        let url = environment["AWS_ENDPOINT_URL_STS"] ?? "https://sts.\(region).\(domain)"
        self.url = url.hasSuffix("/") ? url : "\(url)/"
        endpoint = CredentialsEndpoint(source: source, engine: engine)
    }

    /// The credentials of `role` for who holds `token`. Throws `.unreachable`, `.refused` and `.malformedAnswer`.
    func credentials(of role: WebIdentityRole, token: String) async throws(CredentialsError) -> S3Credentials {
        let response = try await endpoint.answer(to: request(role, token: token))
        let fields = XMLFields(response.body)
        guard response.status == 200 else {
            throw endpoint.refusal(response, code: fields["ErrorResponse/Error/Code"])
        }
        let answered = TemporaryCredentials(
            accessKeyID: fields["\(Self.credentialsPath)/AccessKeyId"],
            secretAccessKey: fields["\(Self.credentialsPath)/SecretAccessKey"],
            token: fields["\(Self.credentialsPath)/SessionToken"],
            expiration: fields["\(Self.credentialsPath)/Expiration"]
        )
        return try answered.credentials(from: endpoint.source, tokenName: "SessionToken")
    }

    /// The token goes into the body, so that no log of URLs has it.
    private func request(_ role: WebIdentityRole, token: String) -> HTTPRequest {
        let form = [
            "Action=AssumeRoleWithWebIdentity", "Version=2011-06-15",
            "RoleArn=\(role.roleARN.percentEncoded())",
            "RoleSessionName=\(role.sessionName.percentEncoded())",
            "WebIdentityToken=\(token.percentEncoded())",
        ]
        return HTTPRequest(
            method: .post,
            url: url,
            headers: ["Content-Type": "application/x-www-form-urlencoded"],
            body: [UInt8](form.joined(separator: "&").utf8),
            responseLimit: CredentialsEndpoint.responseLimit,
            deadline: .seconds(10)
        )
    }

    private static func isHostLabel(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"): true
        default: false
        }
    }
}

/// A role that a token in a file stands for, as in Kubernetes.
struct WebIdentityRole: Sendable, Hashable {
    let roleARN: String
    let tokenPath: String
    /// What the role's use is called in Amazon's logs.
    let sessionName: String

    /// `nil` where no variable names a token; throws `.missingVariable`.
    init?(_ environment: CredentialsEnvironment) throws(CredentialsError) {
        let (file, role) = ("AWS_WEB_IDENTITY_TOKEN_FILE", "AWS_ROLE_ARN")
        // A role without a token may be meant for other tools.
        guard environment[file] != nil, let path = environment.path(file, standard: "") else { return nil }
        guard let roleARN = environment[role] else { throw .missingVariable(role, companion: file) }
        self.init(roleARN: roleARN, tokenPath: path, sessionName: environment["AWS_ROLE_SESSION_NAME"])
    }

    init(roleARN: String, tokenPath: String, sessionName: String?) {
        self.roleARN = roleARN
        self.tokenPath = tokenPath
        self.sessionName = sessionName ?? "overlay-server"
    }
}
