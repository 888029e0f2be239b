import Foundation
import TestSupport
import Testing

@testable import Store

@Suite("A container's service")
struct ContainerServiceTests {
    @Test(
        "is shown the authorization, that of the file first",
        arguments: [
            ([:], nil), (["AWS_CONTAINER_AUTHORIZATION_TOKEN": "Bearer a"], "Bearer a"),
            (["AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE": "~/token", "AWS_CONTAINER_AUTHORIZATION_TOKEN": "a"], "b"),
        ] as [([String: String], String?)]
    )
    func authorization(variables: [String: String], expected: String?) async throws {
        let endpoint = try ScriptedEndpoint { _ in .text(200, ScriptedEndpoint.json("a")) }
        try endpoint.home.write("token", "b\n")
        #expect(try await credentials(endpoint, variables) == ScriptedEndpoint.key("a"))
        let request = try #require(endpoint.server.requests.first)
        #expect(request.method == "GET" && request.path == "/v1/credentials?id=1")
        #expect(request.header("Authorization") == expected)
    }

    @Test("is not shown an authorization that would be another header")
    func injection() async throws {
        let endpoint = try ScriptedEndpoint { _ in .text(200, ScriptedEndpoint.json("a")) }
        try endpoint.home.write("token", "b\r\nX: y")
        for name in ["AWS_CONTAINER_AUTHORIZATION_TOKEN", "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"] {
            let value = name.hasSuffix("FILE") ? "~/token" : "b\r\nX: y"
            await #expect(throws: CredentialsError.self) { try await credentials(endpoint, [name: value]) }
        }
        #expect(endpoint.server.requests.isEmpty)
    }

    @Test(
        "is wrong in ways that have names",
        arguments: [
            (500, "", .refused(.container, status: 500, code: nil)),
            (404, #"{"code": "NoSuchTask", "message": "m"}"#, .refused(.container, status: 404, code: "NoSuchTask")),
            (200, "{", .malformedAnswer(.container, reason: "is no JSON of credentials")),
            (200, #"{"AccessKeyId": 1}"#, .malformedAnswer(.container, reason: "is no JSON of credentials")),
            (200, "{}", .malformedAnswer(.container, reason: "lacks Expiration")),
            (200, ScriptedEndpoint.json(""), .malformedAnswer(.container, reason: "lacks AccessKeyId")),
            (
                200, ScriptedEndpoint.json("a").replacing("SecretAccessKey", with: "Secret"),
                .malformedAnswer(.container, reason: "lacks SecretAccessKey")
            ),
            (
                200, ScriptedEndpoint.json("a").replacing("\"Token\"", with: "\"token\""),
                .malformedAnswer(.container, reason: "lacks Token")
            ),
            (200, ScriptedEndpoint.json("a", end: "2027-01-15T07:59:59Z"), .expired(.container)),
        ] as [(Int, String, CredentialsError)]
    )
    func failing(status: Int, body: String, expected: CredentialsError) async throws {
        let endpoint = try ScriptedEndpoint { _ in .text(status, body) }
        let error = await #expect(throws: CredentialsError.self) { try await credentials(endpoint) }
        #expect(error == expected)
    }

    private func credentials(
        _ endpoint: ScriptedEndpoint,
        _ variables: [String: String] = [:]
    ) async throws -> S3Credentials {
        let url = "\(endpoint.server.url)/v1/credentials?id=1"
        return try await endpoint.credentials(
            variables.merging(["AWS_CONTAINER_CREDENTIALS_FULL_URI": url]) { $1 }
        )
    }
}
