import Foundation
import TestSupport

@testable import Store

/// An endpoint of credentials that answers as a test says, and a chain that finds it.
final class ScriptedEndpoint: Sendable {
    /// The time at which the answers of `json` and `xml` are good for an hour more.
    static let now = Date(timeIntervalSince1970: 1_800_000_000)
    private static let end = "2027-01-15T09:00:00Z"

    let server: ScriptedHTTPServer
    let home: TemporaryFolder
    private let engine = TransferEngine()
    private let threads = BlockingThreads(count: 1)

    init(_ answer: @escaping @Sendable (ReceivedRequest) -> ScriptedHTTPServer.Answer) throws {
        server = try ScriptedHTTPServer(answer)
        home = try TemporaryFolder()
    }

    /// What a chain finds in these variables; the instance's service is off unless they name it.
    func credentials(_ variables: [String: String]) async throws -> S3Credentials {
        try await chain(variables).credentials(at: Self.now)
    }

    func chain(_ variables: [String: String]) -> CredentialsChain {
        var variables = variables
        if variables["AWS_EC2_METADATA_SERVICE_ENDPOINT"] == nil { variables["AWS_EC2_METADATA_DISABLED"] = "true" }
        let environment = CredentialsEnvironment(variables: variables, home: home.path)
        return CredentialsChain(environment: environment, engine: engine, threads: threads)
    }

    /// The key that every answer holds.
    static func key(_ name: String) -> S3Credentials {
        S3Credentials(
            accessKeyID: name,
            secretAccessKey: "hidden-secret",
            sessionToken: "hidden-token",
            expiresAt: now + 3_600
        )
    }

    /// What a container or an instance is given.
    static func json(_ name: String, end: String = end) -> String {
        """
        {"Code": "Success", "Type": "AWS-HMAC", "AccessKeyId": "\(name)", "SecretAccessKey": "hidden-secret",
         "Token": "hidden-token", "Expiration": "\(end)", "Other": 1}
        """
    }

    /// What the Security Token Service answers.
    static func xml(_ name: String, end: String = end) -> String {
        """
        <AssumeRoleWithWebIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
          <AssumeRoleWithWebIdentityResult><AssumedRoleUser><Arn>arn:a</Arn></AssumedRoleUser><Credentials>
            <AccessKeyId>\(name)</AccessKeyId><SecretAccessKey>hidden-secret</SecretAccessKey>
            <SessionToken>hidden-token</SessionToken><Expiration>\(end)</Expiration>
          </Credentials></AssumeRoleWithWebIdentityResult>
        </AssumeRoleWithWebIdentityResponse>
        """
    }
}

extension ScriptedHTTPServer.Answer {
    static func text(_ status: Int, _ text: String) -> ScriptedHTTPServer.Answer {
        .bytes(ScriptedHTTPServer.response(status, body: Array(text.utf8)))
    }
}
