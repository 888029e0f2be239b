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
