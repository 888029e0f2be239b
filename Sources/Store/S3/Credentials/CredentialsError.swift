/// Why there are no credentials. Neither cases nor descriptions hold secrets, and all of it is for the log.
package enum CredentialsError: Error, Hashable {
    /// No source has any; `tried` says of each why.
    case notFound(tried: [String])
    /// `variable` is not set, and `companion` is.
    case missingVariable(String, companion: String)
    case invalidVariable(String, reason: String)
    case unreadableFile(String, reason: String)
    /// `line` counts from 1.
    case invalidFile(String, line: Int, reason: String)
    /// `AWS_PROFILE` names a profile that none of `files` has.
    case unknownProfile(String, files: [String])
    case incompleteProfile(String, missing: String)
    /// The profile gets its credentials in a way that this service does not know.
    case unsupportedProfile(String, setting: String)
    case unreachable(CredentialsSource, detail: String)
    /// `code` is the error that the answer names, if it does.
    case refused(CredentialsSource, status: Int, code: String?)
    case malformedAnswer(CredentialsSource, reason: String)
    /// The source has credentials whose time is over.
    case expired(CredentialsSource)
    case unusable(CredentialsSource, part: String)
    case cancelled
}

extension CredentialsError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .notFound(let tried): "there are no credentials for S3 (\(tried.joined(separator: "; ")))"
        case .missingVariable(let variable, let companion): "\(variable) is not set, and \(companion) is"
        case .invalidVariable(let variable, let reason): "\(variable) \(reason)"
        case .unreadableFile(let path, let reason): "\(path) cannot be read: \(reason)"
        case .invalidFile(let path, let line, let reason): "\(path), line \(line): \(reason)"
        case .unknownProfile(let name, let files):
            "AWS_PROFILE names \(name.debugDescription), which is not in \(files.joined(separator: " or "))"
        case .incompleteProfile(let name, let missing): "profile \(name.debugDescription) lacks \(missing)"
        case .unsupportedProfile(let name, let setting):
            "profile \(name.debugDescription) has \(setting), which this service does not support"
        case .unreachable, .refused, .malformedAnswer, .expired, .unusable: sourceDescription
        case .cancelled: "the search for credentials was cancelled"
        }
    }

    private var sourceDescription: String {
        switch self {
        case .unreachable(let source, let detail): "\(source) credentials: \(detail)"
        case .refused(let source, let status, let code):
            "\(source) credentials: the endpoint answered \(status)\(code.map { " \($0)" } ?? "")"
        case .malformedAnswer(let source, let reason): "\(source) credentials: the answer \(reason)"
        case .expired(let source): "\(source) credentials: they have expired"
        case .unusable(let source, let part):
            "\(source) credentials: the \(part) is empty or holds something else than visible ASCII"
        default: ""
        }
    }
}
