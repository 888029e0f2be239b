import Foundation
import TestSupport
import Testing

@testable import Store

@Suite("The chain of credentials")
struct CredentialsChainTests {
    /// Answers as the Security Token Service, a container's agent and an instance.
    private let endpoint: ScriptedEndpoint
    /// The variables of every source, in the chain's order.
    private let sources: [(source: String, variables: [String: String])]

    init() throws {
        endpoint = try ScriptedEndpoint { request in
            switch request.path {
            case "/sts/": .text(200, ScriptedEndpoint.xml("identity"))
            case "/container": .text(200, ScriptedEndpoint.json("container"))
            case "/instance/latest/api/token": .text(200, "metadata-token")
            case "/instance/latest/meta-data/iam/security-credentials/": .text(200, "role")
            case "/instance/latest/meta-data/iam/security-credentials/role":
                .text(200, ScriptedEndpoint.json("instance"))
            default: .text(404, "")
            }
        }
        try endpoint.home.write("token", "identity-token\n")
        try endpoint.home.write("keys", "[default]\naws_access_key_id = file\naws_secret_access_key = s\n")
        let url = endpoint.server.url
        sources = [
            ("environment", ["AWS_ACCESS_KEY_ID": "environment", "AWS_SECRET_ACCESS_KEY": "s"]),
            ("file", ["AWS_SHARED_CREDENTIALS_FILE": endpoint.home.path("keys")]),
            (
                "identity",
                [
                    "AWS_WEB_IDENTITY_TOKEN_FILE": endpoint.home.path("token"), "AWS_ROLE_ARN": "arn:a",
                    "AWS_ENDPOINT_URL_STS": "\(url)/sts",
                ]
            ),
            ("container", ["AWS_CONTAINER_CREDENTIALS_FULL_URI": "\(url)/container"]),
            ("instance", ["AWS_EC2_METADATA_SERVICE_ENDPOINT": "\(url)/instance"]),
        ]
    }

    @Test("takes the first source that is set up", arguments: 0..<5)
    func order(first: Int) async throws {
        let variables = sources[first...].reduce(into: [:]) { $0.merge($1.variables) { $1 } }
        #expect(try await endpoint.credentials(variables).accessKeyID == sources[first].source)
    }

    @Test("names all that was tried where there is nothing")
    func nothing() async throws {
        let error = await #expect(throws: CredentialsError.self) { try await endpoint.credentials([:]) }
        let home = endpoint.home.path
        #expect(
            error?.description == "there are no credentials for S3 ("
                + "environment: AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are not set; "
                + "shared files: no keys for profile \"default\" in \(home)/.aws/credentials or \(home)/.aws/config; "
                + "web identity: AWS_WEB_IDENTITY_TOKEN_FILE is not set; "
                + "container: AWS_CONTAINER_CREDENTIALS_RELATIVE_URI and "
                + "AWS_CONTAINER_CREDENTIALS_FULL_URI are not set; "
                + "instance metadata: AWS_EC2_METADATA_DISABLED is true)"
        )
    }

    @Test(
        "goes no further when a source is set up and fails",
        arguments: [
            (["AWS_ACCESS_KEY_ID": "a"], "AWS_SECRET_ACCESS_KEY is not set, and AWS_ACCESS_KEY_ID is"),
            (["AWS_SECRET_ACCESS_KEY": "a"], "AWS_ACCESS_KEY_ID is not set, and AWS_SECRET_ACCESS_KEY is"),
            (
                ["AWS_ACCESS_KEY_ID": "a", "AWS_SECRET_ACCESS_KEY": "hidden\n"],
                "environment credentials: the secret access key is empty or holds something else than visible ASCII"
            ),
            (["AWS_WEB_IDENTITY_TOKEN_FILE": "/t"], "AWS_ROLE_ARN is not set, and AWS_WEB_IDENTITY_TOKEN_FILE is"),
            (
                ["AWS_WEB_IDENTITY_TOKEN_FILE": "/nowhere/t", "AWS_ROLE_ARN": "a"],
                "/nowhere/t cannot be read: there is no such file"
            ),
            (["AWS_SHARED_CREDENTIALS_FILE": "/"], "/ cannot be read: Is a directory"),
        ]
    )
    func failing(variables: [String: String], description: String) async throws {
        let error = await #expect(throws: CredentialsError.self) {
            try await endpoint.credentials(sources[4].variables.merging(variables) { $1 })
        }
        #expect(error?.description == description)
    }

    @Test("takes variables that are empty as not set")
    func empty() async throws {
        let empty = ["AWS_ACCESS_KEY_ID": "", "AWS_SECRET_ACCESS_KEY": "", "AWS_PROFILE": "", "AWS_ROLE_ARN": ""]
        #expect(try await endpoint.credentials(empty.merging(sources[3].variables) { $1 }).accessKeyID == "container")
    }

    @Test("runs the program that a profile names, without a shell")
    func credentialProcess() async throws {
        let script = endpoint.home.path("tool \"a\".sh")
        try endpoint.home.write(
            "tool \"a\".sh",
            """
            #!/bin/sh
            echo complaint >&2
            test "$1" = '$(id) ; x' || exit 7
            echo '{"Version": 1, "AccessKeyId": "ran", "SecretAccessKey": "s", "SessionToken": "t", "Expiration": "2100-01-01T00:00:00Z"}'
            """
        )
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: script)
        let quoted = "\"\(script.replacing("\"", with: "\\\""))\""
        try endpoint.home.write(
            ".aws/config",
            """
            [profile p]
            credential_process = \(quoted) '$(id) ; x'
            [profile other]
            credential_process = \(quoted) other
            [profile missing]
            credential_process = no-such-program-here
            [profile open]
            credential_process = "open
            """
        )
        let credentials = try await endpoint.credentials(["AWS_DEFAULT_PROFILE": "p"])
        #expect(credentials.accessKeyID == "ran" && credentials.sessionToken == "t")
        #expect(credentials.expiresAt == ISOTime.date("2100-01-01T00:00:00Z"))
        for (profile, reason) in [
            ("other", "ended with 7"), ("missing", "names a program that is not there: no-such-program-here"),
            ("open", "is no command: a quotation mark does not end, or it is empty"),
        ] {
            await #expect(throws: CredentialsError.processFailed(profile: profile, reason: reason)) {
                try await endpoint.credentials(["AWS_PROFILE": profile])
            }
        }
        #expect(CredentialProcess.words(of: #"a 'b "c' "d \" \e"  \ f ''"#) == ["a", #"b "c"#, #"d " \e"#, " f", ""])
    }

    @Test("reads the profile that AWS_PROFILE names, and its region")
    func profile() async throws {
        try endpoint.home.write(".aws/config", "[profile p]\nregion = eu-x-1\n")
        try endpoint.home.write(".aws/credentials", "[p]\naws_access_key_id = p\naws_secret_access_key = s\n")
        let variables = ["AWS_PROFILE": "p"]
        #expect(try await endpoint.credentials(variables).accessKeyID == "p")
        #expect(try await endpoint.chain(variables).profileSettings().region == "eu-x-1")
        #expect(try await endpoint.chain([:]).profileSettings().region == nil)
        try endpoint.home.write(".aws/config", "[profile p]\nregion =  eu-x-1 \nendpoint_url = http://minio:9000\n")
        #expect(try await endpoint.chain(variables).profileSettings().endpointURL == "http://minio:9000")
        let home = endpoint.home.path
        let files = ["\(home)/.aws/credentials", "\(home)/.aws/config"]
        await #expect(throws: CredentialsError.unknownProfile("q", files: files)) {
            try await endpoint.credentials(["AWS_PROFILE": "q"])
        }
    }

    @Test("goes on where the profile is about other things, or the home cannot be looked into")
    func otherProfile() async throws {
        try endpoint.home.write(".aws/config", "[default]\nregion = eu-x-1\n")
        try endpoint.home.makeFolder(".aws/credentials")
        #expect(try await endpoint.credentials(sources[3].variables).accessKeyID == "container")
        let error = await #expect(throws: CredentialsError.self) { try await endpoint.credentials([:]) }
        #expect(error?.description.contains(".aws/credentials (Is a directory) or ") == true)
    }

    @Test("assumes the role of a profile")
    func role() async throws {
        let token = endpoint.home.path("token")
        try endpoint.home.write(".aws/config", "[default]\nrole_arn = arn:b\nweb_identity_token_file = \(token)\n")
        let variables = ["AWS_ENDPOINT_URL_STS": "\(endpoint.server.url)/sts/"]
        #expect(try await endpoint.credentials(variables).accessKeyID == "identity")
        let body = String(decoding: try #require(endpoint.server.requests.first).body, as: UTF8.self)
        #expect(body.contains("RoleArn=arn%3Ab&RoleSessionName=overlay-server&WebIdentityToken=identity-token"))
    }

    @Test("names the line of a file that is wrong")
    func invalidFile() async throws {
        try endpoint.home.write(".aws/credentials", "[default]\nhidden\n")
        let error = await #expect(throws: CredentialsError.self) { try await endpoint.credentials([:]) }
        #expect(error?.description.contains(".aws/credentials, line 2: ") == true)
        #expect(error?.description.contains("hidden") == false)
    }
}
