import Testing

@testable import Store

@Suite("Shared profiles")
struct SharedProfilesTests {
    @Test("come from both files; the credentials file has the last word")
    func merged() throws {
        let profiles = try profiles(
            credentials: "[default]\nk = 1\n[profile x]\nk = literal\n[b]\nk = 2",
            config:
                "[default]\nk = 0\nregion = r\n[profile b]\nl = 3\n[c]\nk = 4\n[profile 'd e']\nk = 5\n[profiles]\nk=6"
        )
        #expect(profiles["default"]?.settings == ["k": "1", "region": "r"])
        #expect(profiles["default"]?.region == "r")
        #expect(profiles["b"]?.settings == ["k": "2", "l": "3"])
        #expect(profiles["d e"]?.settings == ["k": "5"])
        #expect(profiles["profile x"]?.settings == ["k": "literal"])
        for absent in ["c", "x", "s", "profiles", ""] { #expect(profiles[absent] == nil) }
    }

    @Test("give keys, with or without a token")
    func keys() throws {
        let text =
            "[a]\naws_access_key_id = id\naws_secret_access_key = s\ncredential_process = p\n[b]\n"
            + "aws_access_key_id = id\naws_secret_access_key = s\naws_session_token = t"
        let profiles = try profiles(credentials: text)
        let plain = S3Credentials(accessKeyID: "id", secretAccessKey: "s")
        #expect(try profiles["a"]?.plan() == .keys(plain))
        let temporary = S3Credentials(accessKeyID: "id", secretAccessKey: "s", sessionToken: "t")
        #expect(try profiles["b"]?.plan() == .keys(temporary))
    }

    @Test("may be about other things")
    func nothing() throws {
        #expect(try profiles(credentials: "[a]\nregion = r\naws_access_key_id =")["a"]?.plan() == .nothing)
    }

    @Test("name a role and the token that stands for it, which come before keys")
    func role() throws {
        let text = "[a]\nrole_arn = arn\nweb_identity_token_file = /t\nsource_profile = b\naws_access_key_id = id\n"
        let unnamed = WebIdentityRole(roleARN: "arn", tokenPath: "/t", sessionName: nil)
        #expect(try profiles(credentials: text)["a"]?.plan() == .role(unnamed))
        let named = WebIdentityRole(roleARN: "arn", tokenPath: "/t", sessionName: "me")
        #expect(try profiles(credentials: text + "role_session_name = me")["a"]?.plan() == .role(named))
    }

    @Test(
        "are refused by the name of what is missing or not supported",
        arguments: [
            ("aws_access_key_id = x", .incompleteProfile("a", missing: "aws_secret_access_key")),
            ("aws_secret_access_key = x", .incompleteProfile("a", missing: "aws_access_key_id")),
            ("role_arn = x", .incompleteProfile("a", missing: "web_identity_token_file")),
            ("web_identity_token_file = x", .incompleteProfile("a", missing: "role_arn")),
            ("role_arn = x\nsource_profile = b", .unsupportedProfile("a", setting: "source_profile")),
            ("role_arn = x\ncredential_source = b", .unsupportedProfile("a", setting: "credential_source")),
            ("sso_session = x", .unsupportedProfile("a", setting: "sso_session")),
            ("sso_start_url = x", .unsupportedProfile("a", setting: "sso_start_url")),
            ("login_session = x", .unsupportedProfile("a", setting: "login_session")),
        ] as [(String, CredentialsError)]
    )
    func refused(settings: String, error: CredentialsError) throws {
        let profile = try #require(try profiles(credentials: "[a]\n\(settings)")["a"])
        #expect(throws: error) { try profile.plan() }
    }

    private func profiles(credentials: String, config: String = "") throws -> SharedProfiles {
        SharedProfiles(credentials: try INIFile(credentials), config: try INIFile(config))
    }
}
