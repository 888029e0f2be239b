/// A role that a token in a file stands for, as in Kubernetes.
struct WebIdentityRole: Sendable, Hashable {
    let roleARN: String
    let tokenPath: String
    /// What the role's use is called in Amazon's logs.
    let sessionName: String

    /// `nil` where no variable names a token; throws `.missingVariable`.
    init?(_ environment: CredentialsEnvironment) throws(CredentialsError) {
        let (file, role) = ("AWS_WEB_IDENTITY_TOKEN_FILE", "AWS_ROLE_ARN")
        // A role without a token may be meant for other tools.
        guard environment[file] != nil, let path = environment.path(file, standard: "") else { return nil }
        guard let roleARN = environment[role] else { throw .missingVariable(role, companion: file) }
        self.init(roleARN: roleARN, tokenPath: path, sessionName: environment["AWS_ROLE_SESSION_NAME"])
    }

    init(roleARN: String, tokenPath: String, sessionName: String?) {
        self.roleARN = roleARN
        self.tokenPath = tokenPath
        self.sessionName = sessionName ?? "overlay-server"
    }
}
