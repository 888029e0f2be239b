import Foundation

/// The profile that the shared files hold for an environment. Reading it blocks.
struct SharedFiles {
    /// The one that `AWS_PROFILE` or `AWS_DEFAULT_PROFILE` names, or `default`; `nil` where there is no `default`.
    let profile: SharedProfile?
    /// Why there are no credentials in `profile`, if there are none.
    let remark: String

    /// Throws `.unknownProfile`, `.unreadableFile` and `.invalidFile`.
    ///
    /// Files that are missing are passed over. So are those that cannot be read, unless a variable names them: a
    /// service may have a home that it has no right to look into.
    init(_ environment: CredentialsEnvironment) throws(CredentialsError) {
        let credentials = try Self.read("AWS_SHARED_CREDENTIALS_FILE", standard: "~/.aws/credentials", environment)
        let config = try Self.read("AWS_CONFIG_FILE", standard: "~/.aws/config", environment)
        let name = environment.profile
        profile = SharedProfiles(credentials: credentials.file, config: config.file)[name ?? "default"]
        if let name, profile == nil {
            throw .unknownProfile(name, files: [credentials.description, config.description])
        }
        let place = "\(credentials.description) or \(config.description)"
        remark = "no keys for profile \((name ?? "default").debugDescription) in \(place)"
    }

    private static func read(
        _ variable: String,
        standard: String,
        _ environment: CredentialsEnvironment
    ) throws(CredentialsError) -> (file: INIFile?, description: String) {
        guard let path = environment.path(variable, standard: standard) else {
            return (nil, "\(standard) (there is no home)")
        }
        do throws(CredentialsError) {
            return (try parsed(path), path)
        } catch {
            guard case .unreadableFile(_, let reason) = error, environment[variable] == nil else { throw error }
            return (nil, "\(path) (\(reason))")
        }
    }

    private static func parsed(_ path: String) throws(CredentialsError) -> INIFile? {
        guard let text = try SmallFile.text(at: path) else { return nil }
        do throws(INIError) {
            return try INIFile(text)
        } catch {
            throw .invalidFile(path, line: error.line, reason: error.reason)
        }
    }
}

/// The profiles of the credentials file and the config file together; the credentials file has the last word.
struct SharedProfiles {
    private let profiles: [String: [String: String]]

    init(credentials: INIFile?, config: INIFile?) {
        var profiles: [String: [String: String]] = [:]
        // [default] before [profile default], which is the clearer of the two where a file has both.
        for (section, settings) in (config?.sections ?? [:]).sorted(by: { $0.key < $1.key }) {
            guard let name = Self.profileName(section) else { continue }
            profiles[name, default: [:]].merge(settings) { $1 }
        }
        for (name, settings) in credentials?.sections ?? [:] {
            profiles[name, default: [:]].merge(settings) { $1 }
        }
        self.profiles = profiles
    }

    subscript(name: String) -> SharedProfile? {
        profiles[name].map { settings in
            SharedProfile(name: name, settings: settings.filter { !$0.value.isEmpty })
        }
    }

    /// The profile that a section of the config file is: `default`, or after the word `profile`, perhaps in quotes.
    private static func profileName(_ section: String) -> String? {
        if section == "default" { return section }
        guard section.hasPrefix("profile"), section.dropFirst(7).first?.isWhitespace == true else { return nil }
        let name = section.dropFirst(7).trimmingCharacters(in: .whitespaces)
        guard name.count >= 2, let quote = name.first, quote == "\"" || quote == "'", name.last == quote else {
            return name
        }
        return String(name.dropFirst().dropLast())
    }
}

/// One profile of the shared files, and what it says about credentials.
struct SharedProfile {
    let name: String
    /// Names in lower case; none is empty.
    let settings: [String: String]

    /// Where the credentials of a profile come from.
    enum Plan: Hashable {
        case keys(S3Credentials)
        case role(WebIdentityRole)
        /// A command line that prints them.
        case process(String)
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
        if let command = settings["credential_process"] { return .process(command) }
        try refuse(["login_session"])
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
