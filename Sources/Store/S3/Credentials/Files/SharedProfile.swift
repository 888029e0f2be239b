/// One profile of the shared files, and what it says about credentials.
struct SharedProfile {
    let name: String
    /// Names in lower case; none is empty.
    let settings: [String: String]

    /// Where the credentials of a profile come from.
    enum Plan: Hashable {
        case keys(S3Credentials)
        case role(WebIdentityRole)
        /// The profile is about other things.
        case nothing
    }

    var region: String? { settings["region"] }

    /// Roles come before keys, and keys before commands. Throws `.incompleteProfile` and `.unsupportedProfile`.
    func plan() throws(CredentialsError) -> Plan {
        if let roleARN = settings["role_arn"] { return try rolePlan(roleARN) }
        if settings["web_identity_token_file"] != nil { throw .incompleteProfile(name, missing: "role_arn") }
        try refuse(["sso_session", "sso_start_url", "sso_account_id", "sso_role_name"])
        if let keys = try keys() { return .keys(keys) }
        try refuse(["login_session", "credential_process"])
        return .nothing
    }

    private func rolePlan(_ roleARN: String) throws(CredentialsError) -> Plan {
        if let tokenPath = settings["web_identity_token_file"] {
            let sessionName = settings["role_session_name"]
            return .role(WebIdentityRole(roleARN: roleARN, tokenPath: tokenPath, sessionName: sessionName))
        }
        try refuse(["source_profile", "credential_source"])
        throw .incompleteProfile(name, missing: "web_identity_token_file")
    }

    private func keys() throws(CredentialsError) -> S3Credentials? {
        switch (settings["aws_access_key_id"], settings["aws_secret_access_key"]) {
        case (nil, nil): return nil
        case (_, nil): throw .incompleteProfile(name, missing: "aws_secret_access_key")
        case (nil, _): throw .incompleteProfile(name, missing: "aws_access_key_id")
        case (let id?, let secret?):
            return S3Credentials(
                accessKeyID: id,
                secretAccessKey: secret,
                sessionToken: settings["aws_session_token"] ?? settings["aws_security_token"]
            )
        }
    }

    private func refuse(_ unsupported: [String]) throws(CredentialsError) {
        if let setting = unsupported.first(where: { settings[$0] != nil }) {
            throw .unsupportedProfile(name, setting: setting)
        }
    }
}
