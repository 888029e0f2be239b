/// Where credentials come from, in the order in which they are looked for.
package enum CredentialsSource: String, Sendable, CaseIterable, CustomStringConvertible {
    case environment = "environment"
    case files = "shared files"
    case webIdentity = "web identity"
    case container = "container"
    case instance = "instance metadata"

    package var description: String { rawValue }
}
