package import Foundation

/// Looks for credentials where Amazon's own clients do, in the same order; the first source that is set up decides.
///
/// Nothing is remembered: each call looks again. `CredentialsProvider` is what remembers.
package struct CredentialsChain: Sendable {
    private let environment: CredentialsEnvironment
    private let engine: TransferEngine
    private let threads: BlockingThreads

    /// `threads` read the files.
    package init(environment: CredentialsEnvironment, engine: TransferEngine, threads: BlockingThreads) {
        self.environment = environment
        self.engine = engine
        self.threads = threads
    }

    /// What the first source that is set up gives. A source that is set up and fails is an error: the next one might be
    /// somebody else.
    package func credentials(at now: Date) async throws(CredentialsError) -> S3Credentials {
        var tried: [String] = []
        for source in CredentialsSource.allCases {
            switch try await ask(source) {
            case .found(let credentials): return try usable(credentials, from: source, at: now)
            case .absent(let reason): tried.append("\(source): \(reason)")
            }
        }
        throw .notFound(tried: tried)
    }

    /// What the profile says beside credentials. Throws `.unknownProfile`, `.unreadableFile` and `.invalidFile`.
    package func profileSettings() async throws(CredentialsError) -> ProfileSettings {
        let profile = try await sharedFiles().profile
        return ProfileSettings(region: profile?.region, endpointURL: profile?.settings["endpoint_url"])
    }

    private func ask(_ source: CredentialsSource) async throws(CredentialsError) -> SourceAnswer {
        switch source {
        case .environment: try environment.keys()
        case .files: try await askFiles()
        case .webIdentity: try await askWebIdentity()
        case .container: try await askContainer()
        case .instance: try await askInstance()
        }
    }

    private func askFiles() async throws(CredentialsError) -> SourceAnswer {
        let files = try await sharedFiles()
        guard let profile = files.profile else { return .absent(files.remark) }
        switch try profile.plan() {
        case .keys(let credentials): return .found(credentials)
        case .role(let role): return .found(try await credentials(of: role, region: profile.region, for: .files))
        case .process(let command): return .found(try await credentials(of: command, profile.name))
        case .nothing: return .absent(files.remark)
        }
    }

    private func credentials(of command: String, _ profile: String) async throws(CredentialsError) -> S3Credentials {
        let process = try CredentialProcess(command, profile: profile, searchPath: environment["PATH"])
        return try await threads.run(ifCancelled: .cancelled) { () throws(CredentialsError) in try process.credentials()
        }
    }

    private func askWebIdentity() async throws(CredentialsError) -> SourceAnswer {
        guard let role = try WebIdentityRole(environment) else {
            return .absent("AWS_WEB_IDENTITY_TOKEN_FILE is not set")
        }
        let region = environment.region == nil ? try await profileSettings().region : nil
        return .found(try await credentials(of: role, region: region, for: .webIdentity))
    }

    private func askContainer() async throws(CredentialsError) -> SourceAnswer {
        guard let address = try ContainerAddress(environment) else {
            return .absent("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI and AWS_CONTAINER_CREDENTIALS_FULL_URI are not set")
        }
        let service = ContainerService(engine: engine)
        return .found(try await service.credentials(at: address, authorization: try await containerAuthorization()))
    }

    private func askInstance() async throws(CredentialsError) -> SourceAnswer {
        guard let service = InstanceService(environment, engine: engine) else {
            return .absent("AWS_EC2_METADATA_DISABLED is true")
        }
        return try await service.credentials()
    }

    /// The token file is read anew for each request: Kubernetes replaces it.
    private func credentials(
        of role: WebIdentityRole,
        region: String?,
        for source: CredentialsSource
    ) async throws(CredentialsError) -> S3Credentials {
        let region = environment.region ?? region
        let service = try SecurityTokenService(environment, region: region, source: source, engine: engine)
        return try await service.credentials(of: role, token: try await token(at: role.tokenPath))
    }

    private func containerAuthorization() async throws(CredentialsError) -> String? {
        let name = "AWS_CONTAINER_AUTHORIZATION_TOKEN"
        if environment["\(name)_FILE"] != nil, let path = environment.path("\(name)_FILE", standard: "") {
            return try await token(at: path)
        }
        guard let token = environment[name] else { return nil }
        guard token.isHeaderText else { throw .invalidVariable(name, reason: "holds something else than ASCII text") }
        return token
    }

    private func usable(
        _ credentials: S3Credentials,
        from source: CredentialsSource,
        at now: Date
    ) throws(CredentialsError) -> S3Credentials {
        if let part = credentials.unusablePart { throw .unusable(source, part: part) }
        if credentials.isExpired(at: now) { throw .expired(source) }
        return credentials
    }

    private func token(at path: String) async throws(CredentialsError) -> String {
        try await threads.run(ifCancelled: .cancelled) { () throws(CredentialsError) in try SmallFile.token(at: path) }
    }

    private func sharedFiles() async throws(CredentialsError) -> SharedFiles {
        let environment = environment
        return try await threads.run(ifCancelled: .cancelled) { () throws(CredentialsError) in
            try SharedFiles(environment)
        }
    }
}

/// What a profile of the shared files says beside credentials.
package struct ProfileSettings: Sendable {
    package var region: String?
    /// Where requests go, such as `http://minio:9000`.
    package var endpointURL: String?

    package init(region: String? = nil, endpointURL: String? = nil) {
        self.region = region
        self.endpointURL = endpointURL
    }
}

/// Where credentials come from, in the order in which they are looked for.
package enum CredentialsSource: String, Sendable, CaseIterable, CustomStringConvertible {
    case environment = "environment"
    case files = "shared files"
    case webIdentity = "web identity"
    case container = "container"
    case instance = "instance metadata"

    package var description: String { rawValue }
}

/// What one source of credentials says.
enum SourceAnswer {
    case found(S3Credentials)
    /// The source is not there, or not set up; the text says why.
    case absent(String)
}

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
        ["AWS_REGION", "AWS_DEFAULT_REGION"].lazy
            .compactMap { self[$0]?.trimmingCharacters(in: .whitespacesAndNewlines) }.first { !$0.isEmpty }
    }

    /// The name of the profile that the variables choose.
    var profile: String? { self["AWS_PROFILE"] ?? self["AWS_DEFAULT_PROFILE"] }

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
