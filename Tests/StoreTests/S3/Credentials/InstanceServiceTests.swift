import Foundation
import TestSupport
import Testing

@testable import Store

@Suite("An instance's service")
struct InstanceServiceTests {
    private typealias Answer = ScriptedHTTPServer.Answer

    @Test("is asked for a token, the role and its credentials")
    func success() async throws {
        let endpoint = try instance()
        #expect(try await credentials(endpoint) == ScriptedEndpoint.key("a"))
        let requests = endpoint.server.requests
        let path = "/latest/meta-data/iam/security-credentials/"
        #expect(
            requests.map { "\($0.method) \($0.path)" } == [
                "PUT /latest/api/token", "GET \(path)", "GET \(path)a+=,.@-_role%3F",
            ]
        )
        #expect(requests.first?.header("X-aws-ec2-metadata-token-ttl-seconds") == "300")
        #expect(requests.dropFirst().allSatisfy { $0.header("X-aws-ec2-metadata-token") == "the-token" })
    }

    @Test("is not there where nothing listens, answers in time, or gives a token or a role")
    func absent() async throws {
        let stalled = ScriptedHTTPServer.response(200, body: Array("token".utf8))
        let cases: [(ScriptedEndpoint, String)] = [
            (try instance(token: .text(403, "")), "answered 403"),
            (try instance(roles: .text(404, "")), "the instance has no role"),
            (try instance(token: .faulty(.stallAfter(bytes: 1), stalled)), "the request took too long"),
        ]
        for (endpoint, reason) in cases { try await expectAbsent(endpoint, reason) }
        let closed = try instance()
        closed.server.stopListening()
        try await expectAbsent(closed, "could not connect")
    }

    @Test(
        "is wrong in ways that have names",
        arguments: [
            (500, "", .refused(.instance, status: 500, code: nil)),
            (
                200, #"{"Code": "AssumeRoleUnauthorizedAccess"}"#,
                .refused(.instance, status: 200, code: "AssumeRoleUnauthorizedAccess")
            ),
            (200, "", .malformedAnswer(.instance, reason: "is no JSON of credentials")),
            (200, #"{"Code": "Success"}"#, .malformedAnswer(.instance, reason: "lacks Expiration")),
            (200, ScriptedEndpoint.json("a", end: "2026-01-15T08:00:00Z"), .expired(.instance)),
        ] as [(Int, String, CredentialsError)]
    )
    func failing(status: Int, body: String, expected: CredentialsError) async throws {
        let endpoint = try instance(credentials: .text(status, body))
        let error = await #expect(throws: CredentialsError.self) { try await credentials(endpoint) }
        #expect(error == expected)
    }

    @Test("is in trouble when its tokens and roles are")
    func trouble() async throws {
        let refused = CredentialsError.refused(.instance, status: 503, code: nil)
        let malformed = CredentialsError.malformedAnswer(.instance, reason: "is no token and no name of a role")
        for (endpoint, expected) in [
            (try instance(token: .text(503, "")), refused), (try instance(roles: .text(503, "")), refused),
            (try instance(token: .text(200, "")), malformed), (try instance(token: .text(200, "a b")), malformed),
            (try instance(roles: .text(200, "\n")), malformed),
        ] {
            let error = await #expect(throws: CredentialsError.self) { try await credentials(endpoint) }
            #expect(error == expected)
        }
    }

    @Test("is where the variables say")
    func address() {
        let engine = TransferEngine()
        let cases: [([String: String], String?)] = [
            ([:], "http://169.254.169.254/"),
            (["AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE": "IPv6"], "http://[fd00:ec2::254]/"),
            (["AWS_EC2_METADATA_SERVICE_ENDPOINT": "http://a:1/"], "http://a:1/"),
            (["AWS_EC2_METADATA_DISABLED": "True"], nil),
        ]
        for (variables, url) in cases {
            let environment = CredentialsEnvironment(variables: variables, home: nil)
            #expect(InstanceService(environment, engine: engine)?.url == url)
        }
    }

    private func instance(
        token: Answer = .text(200, "the-token"),
        roles: Answer = .text(200, "a+=,.@-_role?\nanother"),
        credentials: Answer = .text(200, ScriptedEndpoint.json("a"))
    ) throws -> ScriptedEndpoint {
        try ScriptedEndpoint { request in
            if request.method == "PUT" { return token }
            return request.path.hasSuffix("/") ? roles : credentials
        }
    }

    private func credentials(_ endpoint: ScriptedEndpoint) async throws -> S3Credentials {
        try await endpoint.credentials(["AWS_EC2_METADATA_SERVICE_ENDPOINT": endpoint.server.url])
    }

    private func expectAbsent(_ endpoint: ScriptedEndpoint, _ reason: String) async throws {
        let error = await #expect(throws: CredentialsError.self) { try await credentials(endpoint) }
        guard case .notFound(let tried)? = error else {
            Issue.record("\(String(describing: error)) for \(reason)")
            return
        }
        #expect(tried.last?.hasPrefix("instance metadata: ") == true)
        #expect(tried.last?.contains(reason) == true, "\(tried)")
    }
}
