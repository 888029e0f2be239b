import Foundation
import Synchronization
import TestSupport
import Testing

@testable import Store

@Suite("The Security Token Service")
struct SecurityTokenServiceTests {
    @Test("gives credentials for a token that is read anew each time")
    func success() async throws {
        let endpoint = try ScriptedEndpoint { _ in .text(200, ScriptedEndpoint.xml("a")) }
        for token in ["first+/=", "second"] {
            try endpoint.home.write("token", " \(token)\n")
            #expect(try await credentials(endpoint) == ScriptedEndpoint.key("a"))
        }
        let requests = endpoint.server.requests
        #expect(requests.map { "\($0.method) \($0.path)" } == ["POST /", "POST /"])
        #expect(requests.first?.header("Content-Type") == "application/x-www-form-urlencoded")
        #expect(
            requests.map { String(decoding: $0.body, as: UTF8.self) }
                == ["first%2B%2F%3D", "second"].map {
                    "Action=AssumeRoleWithWebIdentity&Version=2011-06-15&RoleArn=arn%3Aa%2Fb&RoleSessionName=me%40x"
                        + "&WebIdentityToken=\($0)"
                }
        )
    }

    @Test("takes times with fractions")
    func fractions() async throws {
        let endpoint = try ScriptedEndpoint { _ in
            .text(200, ScriptedEndpoint.xml("a", end: "2027-01-15T09:00:00.250Z"))
        }
        try endpoint.home.write("token", "t")
        let end = try await credentials(endpoint).expiresAt
        #expect(end == ScriptedEndpoint.now + 3_600.25)
    }

    @Test("is asked a second time when it is in trouble")
    func retry() async throws {
        for trouble in [ScriptedHTTPServer.Answer.text(503, ""), .faulty(.resetAfter(bytes: 9), Self.whole)] {
            let troubles = Mutex([trouble])
            let endpoint = try ScriptedEndpoint { _ in
                troubles.withLock { $0.popLast() } ?? .text(200, ScriptedEndpoint.xml("a"))
            }
            try endpoint.home.write("token", "t")
            #expect(try await credentials(endpoint).accessKeyID == "a")
            #expect(endpoint.server.requests.count == 2)
        }
    }

    private static let whole = ScriptedHTTPServer.response(200, body: Array(ScriptedEndpoint.xml("a").utf8))

    @Test(
        "is wrong in ways that have names",
        arguments: [
            (500, "", .refused(.webIdentity, status: 500, code: nil)),
            (
                403, "<ErrorResponse><Error><Code>AccessDenied</Code><Message>No</Message></Error></ErrorResponse>",
                .refused(.webIdentity, status: 403, code: "AccessDenied")
            ),
            (
                400, "<ErrorResponse><Error><Code>two\nlines</Code></Error></ErrorResponse>",
                .refused(.webIdentity, status: 400, code: nil)
            ),
            (302, "", .refused(.webIdentity, status: 302, code: nil)),
            (200, "<a>", .malformedAnswer(.webIdentity, reason: "lacks Expiration")),
            (200, "{}", .malformedAnswer(.webIdentity, reason: "lacks Expiration")),
            (200, ScriptedEndpoint.xml(""), .malformedAnswer(.webIdentity, reason: "lacks AccessKeyId")),
            (200, ScriptedEndpoint.xml("a b"), .unusable(.webIdentity, part: "access key id")),
            (
                200, ScriptedEndpoint.xml("a", end: "soon"),
                .malformedAnswer(.webIdentity, reason: "has no time as Expiration")
            ),
            (200, ScriptedEndpoint.xml("a", end: "2027-01-15T08:00:00Z"), .expired(.webIdentity)),
        ] as [(Int, String, CredentialsError)]
    )
    func failing(status: Int, body: String, expected: CredentialsError) async throws {
        let endpoint = try ScriptedEndpoint { _ in .text(status, body) }
        try endpoint.home.write("token", "t")
        let error = await #expect(throws: CredentialsError.self) { try await credentials(endpoint) }
        #expect(error == expected)
        #expect(error?.description.contains("hidden") == false)
    }

    @Test("is not taken at its word beyond 64 KiB")
    func tooLong() async throws {
        let endpoint = try ScriptedEndpoint { _ in .text(200, String(repeating: " ", count: 70_000)) }
        try endpoint.home.write("token", "t")
        let error = await #expect(throws: CredentialsError.self) { try await credentials(endpoint) }
        #expect(error?.description == "web identity credentials: the response has 70000 bytes, more than are taken")
    }

    @Test("answers as moto does", .enabled(if: S3Servers.current != nil))
    func moto() async throws {
        let servers = try #require(S3Servers.current)
        let endpoint = try ScriptedEndpoint { _ in .text(404, "") }
        try endpoint.home.write("token", "t")
        let chain = endpoint.chain([
            "AWS_WEB_IDENTITY_TOKEN_FILE": "~/token", "AWS_ROLE_ARN": "arn:aws:iam::123456789012:role/r",
            "AWS_ENDPOINT_URL_STS": servers.moto,
        ])
        let now = Date()
        let credentials = try await chain.credentials(at: now)
        #expect(credentials.sessionToken != nil)
        #expect(try #require(credentials.expiresAt) > now)
    }

    @Test(
        "is that of the region",
        arguments: [
            (["AWS_REGION": "eu-west-1", "AWS_DEFAULT_REGION": "x"], nil, "https://sts.eu-west-1.amazonaws.com/"),
            (["AWS_DEFAULT_REGION": "cn-north-1"], nil, "https://sts.cn-north-1.amazonaws.com.cn/"),
            ([:], nil, "https://sts.us-east-1.amazonaws.com/"),
            ([:], "eu-x-1", "https://sts.eu-x-1.amazonaws.com/"),
            (["AWS_ENDPOINT_URL_STS": "http://sts:1/x"], nil, "http://sts:1/x/"),
        ] as [([String: String], String?, String)]
    )
    func region(variables: [String: String], profile: String?, url: String) throws {
        let environment = CredentialsEnvironment(variables: variables, home: nil)
        let region = environment.region ?? profile
        let engine = TransferEngine()
        let service = try SecurityTokenService(environment, region: region, source: .webIdentity, engine: engine)
        #expect(service.url == url)
        #expect(throws: CredentialsError.self) {
            try SecurityTokenService(environment, region: "x.example.org/", source: .webIdentity, engine: engine)
        }
    }

    private func credentials(_ endpoint: ScriptedEndpoint) async throws -> S3Credentials {
        try await endpoint.credentials([
            "AWS_WEB_IDENTITY_TOKEN_FILE": "~/token", "AWS_ROLE_ARN": "arn:a/b", "AWS_ROLE_SESSION_NAME": "me@x",
            "AWS_ENDPOINT_URL_STS": endpoint.server.url,
        ])
    }
}
