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
