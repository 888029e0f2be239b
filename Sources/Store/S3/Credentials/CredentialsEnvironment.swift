/// The environment variables that lead to credentials; a variable that is empty counts as not set.
package struct CredentialsEnvironment: Sendable {
    private let variables: [String: String]
    /// Where `~` is; `nil` where the user has no home.
    private let home: String?

    package init(variables: [String: String], home: String?) {
        self.variables = variables
        self.home = home
    }

    subscript(name: String) -> String? {
        variables[name].flatMap { $0.isEmpty ? nil : $0 }
    }

    /// The path that a variable holds, or `standard`; `~` at its start is the home. `nil` where it needs a home and
    /// there is none.
    func path(_ name: String, standard: String) -> String? {
        let path = self[name] ?? standard
        guard path == "~" || path.hasPrefix("~/") else { return path }
        return home.map { $0 + path.dropFirst() }
    }

    /// The region that the variables name, the more specific one first.
    var region: String? {
        self["AWS_REGION"] ?? self["AWS_DEFAULT_REGION"]
    }

    /// The keys that the variables hold. Throws `.missingVariable` where one of the two is not set.
    func keys() throws(CredentialsError) -> SourceAnswer {
        let (idName, secretName) = ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY")
        switch (self[idName], self[secretName]) {
        case (nil, nil): return .absent("\(idName) and \(secretName) are not set")
        case (nil, _): throw .missingVariable(idName, companion: secretName)
        case (_, nil): throw .missingVariable(secretName, companion: idName)
        case (let id?, let secret?):
            let token = self["AWS_SESSION_TOKEN"]
            return .found(S3Credentials(accessKeyID: id, secretAccessKey: secret, sessionToken: token))
        }
    }
}
