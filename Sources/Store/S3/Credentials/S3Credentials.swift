package import Foundation

/// What signs requests to S3. The secret and the token never show in descriptions.
package struct S3Credentials: Sendable, Hashable {
    package let accessKeyID: String
    package let secretAccessKey: String
    /// Goes with temporary credentials.
    package let sessionToken: String?
    /// When the source says that they end; `nil` where it does not say, as for keys that stay.
    package let expiresAt: Date?

    package init(accessKeyID: String, secretAccessKey: String, sessionToken: String? = nil, expiresAt: Date? = nil) {
        self.accessKeyID = accessKeyID
        self.secretAccessKey = secretAccessKey
        self.sessionToken = sessionToken
        self.expiresAt = expiresAt
    }

    /// Whether they have a time to end, and it is not later than `now`.
    func isExpired(at now: Date) -> Bool {
        expiresAt.map { $0 <= now } ?? false
    }

    /// The name of the first part that no header can hold: empty, or with something else than visible ASCII.
    var unusablePart: String? {
        let parts = [("access key id", accessKeyID), ("secret access key", secretAccessKey)]
        let token = sessionToken.map { [("session token", $0)] } ?? []
        return (parts + token).first { !$0.1.isVisibleASCII }?.0
    }
}

extension S3Credentials: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    package var description: String {
        let kind = sessionToken == nil ? "key" : "temporary key"
        let end = expiresAt.map { " until \($0.formatted(.iso8601))" } ?? ""
        return "\(kind) \(accessKeyID.debugDescription)\(end)"
    }

    package var debugDescription: String { description }

    package var customMirror: Mirror {
        Mirror(self, children: ["accessKeyID": accessKeyID, "expiresAt": expiresAt as Any], displayStyle: .struct)
    }
}

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
    /// The program that a profile names for its credentials could not be run, or failed.
    case processFailed(profile: String, reason: String)
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
        case .processFailed(let name, let reason): "credential_process of profile \(name.debugDescription) \(reason)"
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
