import Foundation

/// The metadata service of an EC2 instance, version 2: each request shows a token that was asked for before.
///
/// https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instancedata-data-retrieval.html
struct InstanceService: Sendable {
    private static let rolePath = "latest/meta-data/iam/security-credentials/"
    /// So long the token is good; a renewal takes a new one.
    private static let tokenSeconds = 300

    /// With a slash at its end.
    let url: String
    private let endpoint: CredentialsEndpoint

    /// `nil` where `AWS_EC2_METADATA_DISABLED` is `true`.
    init?(_ environment: CredentialsEnvironment, engine: TransferEngine) {
        guard environment["AWS_EC2_METADATA_DISABLED"]?.lowercased() != "true" else { return nil }
        let mode = environment["AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE"]?.lowercased()
        let standard = mode == "ipv6" ? "http://[fd00:ec2::254]/" : "http://169.254.169.254/"
        let url = environment["AWS_EC2_METADATA_SERVICE_ENDPOINT"] ?? standard
        self.url = url.hasSuffix("/") ? url : "\(url)/"
        endpoint = CredentialsEndpoint(source: .instance, engine: engine)
    }

    /// Absent where nothing answers, as anywhere but on an instance, or the instance has no role.
    /// Throws `.unreachable`, `.refused` and `.malformedAnswer`.
    func credentials() async throws(CredentialsError) -> SourceAnswer {
        let token: HTTPResponse
        do throws(CredentialsError) {
            token = try await endpoint.answer(to: tokenRequest)
        } catch {
            guard case .unreachable(_, let detail) = error else { throw error }
            return .absent(detail)
        }
        if 400..<500 ~= token.status { return .absent("\(url) answered \(token.status) to the request for a token") }
        guard let role = try await role(token: try line(token)) else { return .absent("the instance has no role") }
        return .found(role)
    }

    private func role(token: String) async throws(CredentialsError) -> S3Credentials? {
        let roles = try await endpoint.answer(to: request(Self.rolePath, token: token))
        if roles.status == 404 { return nil }
        // What names of roles may hold stays as it is: not every stand-in for the service decodes it.
        let role = try line(roles).percentEncoded(keeping: "+=,@")
        let response = try await endpoint.answer(to: request(Self.rolePath + role, token: token))
        let answer = MetadataAnswer(response.body)
        if response.status != 200 || answer?.errorCode != nil {
            throw endpoint.refusal(response, code: answer?.errorCode)
        }
        guard let answer else { throw .malformedAnswer(.instance, reason: "is no JSON of credentials") }
        return try answer.credentials(from: .instance)
    }

    /// The first line of an answer: a token, or the name of a role.
    private func line(_ response: HTTPResponse) throws(CredentialsError) -> String {
        guard response.status == 200 else { throw endpoint.refusal(response, code: nil) }
        let text = String(decoding: response.body, as: UTF8.self).split(whereSeparator: \.isNewline).first ?? ""
        let line = text.trimmingCharacters(in: .whitespaces)
        guard line.isVisibleASCII else {
            throw .malformedAnswer(.instance, reason: "is no token and no name of a role")
        }
        return line
    }

    /// Its deadline is short, for on other machines the address leads nowhere.
    private var tokenRequest: HTTPRequest {
        HTTPRequest(
            method: .put,
            url: "\(url)latest/api/token",
            headers: ["X-aws-ec2-metadata-token-ttl-seconds": "\(Self.tokenSeconds)"],
            responseLimit: CredentialsEndpoint.responseLimit,
            deadline: .seconds(1)
        )
    }

    private func request(_ path: String, token: String) -> HTTPRequest {
        HTTPRequest(
            method: .get,
            url: url + path,
            headers: ["X-aws-ec2-metadata-token": token],
            responseLimit: CredentialsEndpoint.responseLimit,
            deadline: .seconds(2)
        )
    }
}
