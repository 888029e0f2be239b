import Foundation

/// A program that prints credentials, as `credential_process` of a profile names it; AWS SSO and helpers for roles are reached by such.
/// https://docs.aws.amazon.com/sdkref/latest/guide/feature-process-credentials.html
struct CredentialProcess: Sendable {
    private let profile: String
    private let program: String
    private let arguments: [String]

    /// How long it may run. It may ask over the network, but nobody.
    private static let patience = Duration.seconds(60)
    private static let step = 0.01

    /// Finds the program that `command` begins with, in the folders of `searchPath` where it has no slash. No shell is involved: of its syntax only
    /// quotes and backslashes count. Throws `.processFailed`.
    init(_ command: String, profile: String, searchPath: String?) throws(CredentialsError) {
        self.profile = profile
        guard let words = Self.words(of: command), let name = words.first, !name.isEmpty else {
            throw .processFailed(
                profile: profile,
                reason: "is no command: a quotation mark does not end, or it is empty"
            )
        }
        let folders = (searchPath ?? "/usr/bin:/bin").split(separator: ":")
        let paths = name.contains("/") ? [name] : folders.map { "\($0)/\(name)" }
        guard let program = paths.first(where: FileManager.default.isExecutableFile) else {
            throw .processFailed(profile: profile, reason: "names a program that is not there: \(name)")
        }
        self.program = program
        arguments = Array(words.dropFirst())
    }

    /// Runs it and waits; what it complains of goes where this process complains. Throws `.processFailed` and `.malformedAnswer`.
    func credentials() throws(CredentialsError) -> S3Credentials {
        let (process, output) = (Process(), Pipe())
        process.executableURL = URL(filePath: program)
        process.arguments = arguments
        (process.standardInput, process.standardOutput) = (FileHandle.nullDevice, output)
        do {
            try process.run()
        } catch {
            throw .processFailed(profile: profile, reason: "cannot be started")
        }
        let start = ContinuousClock.now
        while process.isRunning {
            guard ContinuousClock.now - start < Self.patience else {
                kill(process.processIdentifier, SIGKILL)
                throw .processFailed(profile: profile, reason: "did not end within \(Self.patience)")
            }
            Thread.sleep(forTimeInterval: Self.step)
        }
        guard process.terminationStatus == 0 else {
            throw .processFailed(profile: profile, reason: "ended with \(process.terminationStatus)")
        }
        // No more than a pipe holds, and not to its end, which a child of the program might keep open.
        guard let answer = ProcessAnswer(output.fileHandleForReading.availableData) else {
            throw .malformedAnswer(.files, reason: "of credential_process is no JSON of Version 1")
        }
        return try answer.credentials()
    }

    /// `nil` where a quotation mark does not end.
    static func words(of command: String) -> [String]? {
        var (words, word, quote) = ([String](), String?.none, Character?.none)
        var rest = command[...]
        while let character = rest.popFirst() {
            switch character {
            case "\\" where quote != "'":
                guard let next = rest.popFirst() else { return nil }
                // Between double quotes a backslash is one but before these.
                let isKept = quote == "\"" && next != "\"" && next != "\\"
                word = (word ?? "") + (isKept ? "\\" : "") + String(next)
            case _ where character == quote: quote = nil
            case "'" where quote == nil, "\"" where quote == nil: (quote, word) = (character, word ?? "")
            case _ where character.isWhitespace && quote == nil:
                if let ended = word { words.append(ended) }
                word = nil
            default: word = (word ?? "") + String(character)
            }
        }
        guard quote == nil else { return nil }
        return words + [word].compactMap(\.self)
    }
}

/// What such a program prints; the last two members only for temporary credentials.
private struct ProcessAnswer: Decodable {
    private let Version: Int
    private let AccessKeyId: String?
    private let SecretAccessKey: String?
    private let SessionToken: String?
    private let Expiration: String?

    init?(_ json: Data) {
        guard let answer = try? JSONDecoder().decode(ProcessAnswer.self, from: json), answer.Version == 1 else {
            return nil
        }
        self = answer
    }

    /// Throws `.malformedAnswer`.
    func credentials() throws(CredentialsError) -> S3Credentials {
        guard let Expiration else {
            return S3Credentials(
                accessKeyID: AccessKeyId ?? "",
                secretAccessKey: SecretAccessKey ?? "",
                sessionToken: SessionToken
            )
        }
        guard let expiresAt = TemporaryCredentials.time(Expiration) else {
            throw .malformedAnswer(.files, reason: "of credential_process has no time as Expiration")
        }
        return S3Credentials(
            accessKeyID: AccessKeyId ?? "",
            secretAccessKey: SecretAccessKey ?? "",
            sessionToken: SessionToken,
            expiresAt: expiresAt
        )
    }
}
