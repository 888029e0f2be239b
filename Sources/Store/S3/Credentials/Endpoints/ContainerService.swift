import Foundation

/// The agent that gives a container its credentials, in ECS and EKS.
struct ContainerService: Sendable {
    private let endpoint: CredentialsEndpoint

    init(engine: TransferEngine) {
        endpoint = CredentialsEndpoint(source: .container, engine: engine)
    }

    /// `authorization` goes with the request as it is. Throws `.unreachable`, `.refused` and `.malformedAnswer`.
    func credentials(
        at address: ContainerAddress,
        authorization: String?
    ) async throws(CredentialsError) -> S3Credentials {
        var headers: HTTPHeaders = ["Accept": "application/json"]
        if let authorization { headers.add("Authorization", authorization) }
        let request = HTTPRequest(
            method: .get,
            url: address.url,
            headers: headers,
            responseLimit: CredentialsEndpoint.responseLimit,
            deadline: .seconds(2)
        )
        let response = try await endpoint.answer(to: request)
        let answer = MetadataAnswer(response.body)
        guard response.status == 200 else { throw endpoint.refusal(response, code: answer?.errorCode) }
        guard let answer else { throw .malformedAnswer(.container, reason: "is no JSON of credentials") }
        return try answer.credentials(from: .container)
    }
}

/// Where a container's credentials are, from the variables that ECS and EKS set.
struct ContainerAddress: Hashable {
    private static let relativeVariable = "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"
    private static let fullVariable = "AWS_CONTAINER_CREDENTIALS_FULL_URI"
    /// The agents of ECS and EKS.
    private static let agents = ["169.254.170.2", "169.254.170.23", "fd00:ec2::23"]

    let url: String

    /// `nil` where no variable names it. Throws `.invalidVariable`.
    init?(_ environment: CredentialsEnvironment) throws(CredentialsError) {
        if let path = environment[Self.relativeVariable] {
            // Else the text could go on with another host's name.
            guard path.hasPrefix("/") else {
                throw .invalidVariable(Self.relativeVariable, reason: "does not begin with a slash")
            }
            url = "http://169.254.170.2\(path)"
        } else if let url = environment[Self.fullVariable] {
            guard Self.isTrusted(url) else {
                throw .invalidVariable(
                    Self.fullVariable,
                    reason: "is neither https nor an address of this machine or of its agents"
                )
            }
            self.url = url
        } else {
            return nil
        }
    }

    private static func isTrusted(_ url: String) -> Bool {
        guard url.isVisibleASCII, !url.contains("\\"), let parts = URLComponents(string: url), parts.user == nil,
            let host = parts.host?.trimmingCharacters(in: ["[", "]"]).lowercased(), !host.isEmpty
        else { return false }
        switch parts.scheme?.lowercased() {
        case "https": return true
        case "http": return isLoopback(host) || agents.contains(host)
        default: return false
        }
    }

    private static func isLoopback(_ host: String) -> Bool {
        let numbers = host.split(separator: ".", omittingEmptySubsequences: false)
        let isIPv4 = numbers.count == 4 && numbers.allSatisfy { UInt8($0) != nil }
        return host == "localhost" || host == "::1" || (isIPv4 && numbers[0] == "127")
    }
}
